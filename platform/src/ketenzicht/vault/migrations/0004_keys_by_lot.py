from django.db import migrations, models

from ketenzicht.core.unordered import drawn, make_anew


def draw(apps, schema_editor):
    """Keys that stand lose their order too: a number in a row dates what came between two others."""
    rows = apps.get_model("vault", "WrappedKey")._base_manager
    if schema_editor.connection.vendor == "postgresql":
        # The setting as it counted then, without a mark; for this transaction.
        schema_editor.execute("SELECT set_config('ketenzicht.keeper', 'on', true)")
    for key in list(rows.values_list("pk", flat=True)):
        rows.filter(pk=key).update(id=drawn())


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0003_envelopes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='wrappedkey',
            name='id',
            field=models.BigIntegerField(default=drawn, editable=False, primary_key=True, serialize=False),
        ),
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.RunPython(
            make_anew('vault.Envelope', 'vault.WrappedKey', 'vault.CodeKey'), migrations.RunPython.noop
        ),
    ]
