from django.db import migrations


def forget(apps, schema_editor):
    """What counts as the same address or account changed: every report is fingerprinted anew."""
    apps.get_model("intake", "Report")._base_manager.update(keyed_for=None)


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_envelopes")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
