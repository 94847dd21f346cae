# SPDX-License-Identifier: EUPL-1.2
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An offer of a report is a referral; its table keeps its name, to which its seals are bound."""

    dependencies = [("intake", "0005_giver_of_an_offer")]
    operations = [
        migrations.AlterModelTable("forward", "intake_forward"),
        migrations.RenameModel("Forward", "Referral"),
        migrations.AlterField(
            "referral",
            "report",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="referrals",
                to="intake.report",
            ),
        ),
    ]
