# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations

from ketenzicht.vault.row_level_security import disable, enable

# As it was said then; 0005 asks for a mark that a session cannot make.
TOLD = (
    "organisation_id = NULLIF(current_setting('ketenzicht.organisation', true), '')::uuid "
    "OR current_setting('ketenzicht.keeper', true) = 'on'"
)


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in enable("vault_sealedkey", TOLD):
            schema_editor.execute(statement)


def tear_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in disable("vault_sealedkey"):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]
    operations = [migrations.RunPython(build, tear_down)]
