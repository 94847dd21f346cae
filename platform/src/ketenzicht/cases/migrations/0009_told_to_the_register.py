# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models

from ketenzicht.cases.triggers import removals, statements


def remove(apps, schema_editor):
    for statement in removals(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def install(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """When the first signal came, and whether the register still says what the case says.

    SQLite rebuilds the table for the second column, which drops its triggers.
    """

    dependencies = [("cases", "0008_resolved_and_escalated")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField("case", "first_signal_on", models.DateField(null=True)),
        migrations.AddField(
            "case", "register_stale", models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunPython(install, remove),
    ]
