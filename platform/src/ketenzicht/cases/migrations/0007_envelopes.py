# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations


class Migration(migrations.Migration):
    """The word of the field: which envelope closes the sealed columns of a row."""

    dependencies = [("cases", "0006_majority")]
    operations = [
        migrations.RenameField("person", "safe_id", "envelope_id"),
        migrations.RenameField("case", "safe_id", "envelope_id"),
        migrations.RenameField("transfer", "safe_id", "envelope_id"),
        migrations.RenameField("whereabouts", "safe_id", "envelope_id"),
        migrations.RenameField("breakglass", "safe_id", "envelope_id"),
        migrations.RenameField("consent", "safe_id", "envelope_id"),
        migrations.RenameField("label", "safe_id", "envelope_id"),
    ]
