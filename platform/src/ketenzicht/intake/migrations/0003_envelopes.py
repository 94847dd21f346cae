# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations


class Migration(migrations.Migration):
    """The word of the field: which envelope closes the sealed columns of a row."""

    dependencies = [("intake", "0002_escalation")]
    operations = [
        migrations.RenameField("report", "safe_id", "envelope_id"),
        migrations.RenameField("forward", "safe_id", "envelope_id"),
        migrations.RenameField("reporteridentity", "safe_id", "envelope_id"),
    ]
