# SPDX-License-Identifier: EUPL-1.2
"""Terms of procedures are named after their row in the dated deadlines."""

from django.db import migrations

NAMES = {
    "b8_3_steps.reflection_running.max": "reflection_period",
    "b8_3_steps.reflection_running.max_dublin": "reflection_period_dublin@2023-05-18",
    "b8_3_steps.permit_granted.validity": "b8_3_permit",
}


def rename(apps, names):
    steps = apps.get_model("cases", "TrackStep")
    for old, new in names.items():
        steps._base_manager.filter(rule=old).update(rule=new)


def forwards(apps, schema_editor):
    rename(apps, NAMES)


def backwards(apps, schema_editor):
    rename(apps, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_register_handle")]
    operations = [migrations.RunPython(forwards, backwards)]
