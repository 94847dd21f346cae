# SPDX-License-Identifier: EUPL-1.2
"""Decisions about two entries instead of moves of whole persons; entries get their own person."""

from uuid import uuid4

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def own_persons(apps, schema_editor):
    """An entry's own person is the one it was first moved away from, else the one it has."""
    Entry, Merge = (apps.get_model("register", name) for name in ("Entry", "Merge"))
    own = {}
    # Of two at one moment the smaller came first: a person grows by joining.
    for merge in sorted(Merge.objects.all(), key=lambda one: (one.at, len(one.entries))):
        for entry_id in merge.entries:
            own.setdefault(entry_id, merge.merged_id)
    for entry in Entry.objects.iterator():
        entry.own_id = own.get(str(entry.pk), entry.person_id)
        entry.registered_year, entry.registered_month = entry.year, entry.month
        entry.save(update_fields=["own", "registered_year", "registered_month"])


def decisions(apps, schema_editor):
    names = ("Entry", "Merge", "Apart", "Decision")
    Entry, Merge, Apart, Decision = (apps.get_model("register", name) for name in names)
    entry_of = dict(Entry.objects.values_list("own_id", "pk"))
    for merge in Merge.objects.order_by("at", "pk"):
        pair = {entry_of.get(merge.kept_id), entry_of.get(merge.merged_id)} - {None}
        if len(pair) == 2:
            first, second = sorted(pair, key=str)
            Decision.objects.create(
                first_id=first,
                second_id=second,
                same=True,
                by_id=merge.by_id,
                at=merge.at,
                undone_at=merge.undone_at,
                undone_by_id=merge.undone_by_id,
            )
    for apart in Apart.objects.all():
        standing = Decision.objects.filter(
            first_id=apart.first_id, second_id=apart.second_id, undone_at=None
        )
        if not standing.exists():
            Decision.objects.create(
                first_id=apart.first_id,
                second_id=apart.second_id,
                same=False,
                by_id=apart.by_id,
                at=apart.at,
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("register", "0001_initial")]
    operations = [
        migrations.AddField(
            "entry",
            "own",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
            ),
        ),
        migrations.AddField("entry", "registered_year", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("entry", "registered_month", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "entry", "reporter_region", models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.CreateModel(
            "Decision",
            [
                (
                    "id",
                    models.UUIDField(
                        default=uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("same", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="register.entry",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="register.entry",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.member",
                    ),
                ),
            ],
            {
                "ordering": ("-at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(first=F("second")), name="a_decision_is_about_two"
                    ),
                    models.UniqueConstraint(
                        fields=["first", "second"],
                        condition=Q(undone_at__isnull=True),
                        name="one_standing_decision_per_pair",
                    ),
                ],
            },
        ),
        migrations.RunPython(own_persons, migrations.RunPython.noop),
        migrations.RunPython(decisions, migrations.RunPython.noop),
    ]
