# SPDX-License-Identifier: EUPL-1.2
# A need and a dispute are resolved, a transfer is escalated: the columns say it as the code does.
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_envelopes")]

    operations = [
        migrations.RemoveConstraint("need", "a_settled_need_says_when"),
        migrations.RemoveConstraint("dispute", "one_open_dispute_per_case"),
        migrations.RemoveConstraint("dispute", "a_settled_dispute_names_the_payer"),
        migrations.RenameField("need", "settled_at", "resolved_at"),
        migrations.RenameField("dispute", "settled_at", "resolved_at"),
        migrations.RenameField("dispute", "settled_by", "resolved_by"),
        migrations.RenameField("escalation", "climbed_at", "escalated_at"),
        migrations.AddConstraint(
            "need",
            models.CheckConstraint(
                condition=Q(state="open", resolved_at__isnull=True)
                | Q(resolved_at__isnull=False) & ~Q(state="open"),
                name="a_resolved_need_says_when",
            ),
        ),
        migrations.AddConstraint(
            "dispute",
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(resolved_at__isnull=True),
                name="one_open_dispute_per_case",
            ),
        ),
        migrations.AddConstraint(
            "dispute",
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(payer__isnull=False),
                name="a_resolved_dispute_names_the_payer",
            ),
        ),
    ]
