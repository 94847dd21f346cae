from django.db import migrations

from ketenzicht.core.unordered import make_anew


class Migration(migrations.Migration):
    """Rows of acts without an hour stand between others here: the table keeps no order."""

    dependencies = [('core', '0004_web_sessions')]

    operations = [migrations.RunPython(make_anew('core.Counter'), migrations.RunPython.noop)]
