import uuid
from collections import Counter

import django.db.models.deletion
from django.db import migrations, models

from ketenzicht.core.unordered import make_anew


def count_anew(apps, schema_editor):
    """Number what each side wrote by its day, and steps by their moment; say whose turn it is."""
    reports, messages, steps = (
        apps.get_model("intake", name)._base_manager for name in ("Report", "Message", "ReportStep")
    )
    places, asked = Counter(), {}
    for row in messages.order_by("report", "place").iterator():
        same = (row.report_id, row.written_on, row.from_reporter)
        places[same] += 1
        messages.filter(pk=row.pk).update(place=places[same])
        asked[row.report_id] = not row.from_reporter
    reports.filter(pk__in=[key for key, ours in asked.items() if ours]).update(asked=True)
    for row in steps.order_by("report", "place").iterator():
        same = (row.report_id, row.at)
        places[same] += 1
        steps.filter(pk=row.pk).update(place=places[same])
    steps.filter(kind="reporter_wrote").update(state="")
    # Fingerprints are made anew, under keys drawn by lot.
    reports.update(keyed_for=None)
    check_now(schema_editor)


def check_now(schema_editor):
    """Let what is checked at the end be checked here: the tables change once more after this."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def count_through(apps, schema_editor):
    """Back to one count for each report: by day, and within a day the holder first."""
    messages, steps = (
        apps.get_model("intake", name)._base_manager for name in ("Message", "ReportStep")
    )
    orders = ((messages, ("written_on", "from_reporter", "place")), (steps, ("at", "place")))
    for rows, order in orders:
        places = Counter()
        for row in rows.order_by("report", *order).iterator():
            places[row.report_id] += 1
            rows.filter(pk=row.pk).update(place=places[row.report_id])
    check_now(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_parties_without_access'),
        ('intake', '0006_referrals'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='message',
            options={'ordering': ('report', 'written_on', 'from_reporter', 'place')},
        ),
        migrations.AlterModelOptions(
            name='reportstep',
            options={'ordering': ('report', 'at', 'place')},
        ),
        migrations.RemoveConstraint(model_name='message', name='one_message_per_place'),
        migrations.RemoveConstraint(model_name='reportstep', name='one_step_per_place'),
        migrations.AddField(
            model_name='report', name='asked', field=models.BooleanField(default=False)
        ),
        migrations.DeleteModel(name='ReportKey'),
        migrations.CreateModel(
            name='ReportKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('token', models.CharField(max_length=64)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.organisation')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='intake.report')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'token'], name='report_same_thing')],
                'constraints': [models.UniqueConstraint(fields=('report', 'organisation', 'kind', 'token'), name='one_key_per_identifier')],
            },
        ),
        migrations.RunPython(count_anew, count_through),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(
                fields=('report', 'written_on', 'from_reporter', 'place'), name='one_message_per_place'
            ),
        ),
        migrations.AddConstraint(
            model_name='reportstep',
            constraint=models.UniqueConstraint(fields=('report', 'at', 'place'), name='one_step_per_place'),
        ),
        migrations.RunPython(
            make_anew('intake.Report', 'intake.ReporterIdentity', 'intake.Message', 'intake.ReportStep'),
            migrations.RunPython.noop,
        ),
    ]
