# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations

from ketenzicht.audit.append_only import CHAINS, removals, statements


def install(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, CHAINS):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in removals(schema_editor.connection.vendor, CHAINS):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
