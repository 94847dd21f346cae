from django.db import migrations

from ketenzicht.core.unordered import make_anew


class Migration(migrations.Migration):
    """Rows of acts without an hour stand between others here: the table keeps no order."""

    dependencies = [('work', '0003_numbers')]

    operations = [migrations.RunPython(make_anew('work.Item'), migrations.RunPython.noop)]
