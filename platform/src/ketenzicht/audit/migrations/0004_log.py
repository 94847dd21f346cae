# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations

from ketenzicht.audit.append_only import ALL, LOG, removals, statements


def install(apps, schema_editor):
    """Make every trigger anew: verifying holds them to how they are made today."""
    vendor = schema_editor.connection.vendor
    for statement in (*removals(vendor, *ALL), *statements(vendor, *ALL)):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in removals(schema_editor.connection.vendor, LOG):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The log of processings is as permanent as the rows of the audit."""

    dependencies = [("audit", "0003_days")]
    operations = [migrations.RunPython(install, remove)]
