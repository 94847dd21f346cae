# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models


class Migration(migrations.Migration):
    """When the first signal came, and whether the register still says what the case says."""

    dependencies = [("cases", "0008_resolved_and_escalated")]
    operations = [
        migrations.AddField("case", "first_signal_on", models.DateField(null=True)),
        migrations.AddField(
            "case", "register_stale", models.BooleanField(db_default=False, default=False)
        ),
    ]
