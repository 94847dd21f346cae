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
    """The right to stay, who answered for a minor, and the ladder of a disagreement.

    SQLite rebuilds the table of cases for the first column, which drops its triggers.
    """

    dependencies = [("cases", "0012_work_instead_of_stalls")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            "case",
            "residence_status",
            models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.RunPython(install, remove),
        migrations.AddField(
            "consent",
            "given_by",
            models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            "dispute",
            "ladder",
            models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
    ]
