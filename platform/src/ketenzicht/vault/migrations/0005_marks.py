# SPDX-License-Identifier: EUPL-1.2
from importlib import import_module

from django.db import migrations

from ketenzicht.vault.row_level_security import sign, unsign


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in sign():
            schema_editor.execute(statement)


def tear_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        before = import_module("ketenzicht.vault.migrations.0002_walls").TOLD
        for statement in unsign(before):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """A setting of the session counts only with a mark that a session cannot make."""

    dependencies = [("vault", "0004_keys_by_lot")]
    operations = [migrations.RunPython(build, tear_down)]
