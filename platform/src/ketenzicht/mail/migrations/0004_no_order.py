from django.db import migrations

from ketenzicht.core.unordered import make_anew


class Migration(migrations.Migration):
    """Rows of acts without an hour stand between others here: the table keeps no order."""

    dependencies = [('mail', '0003_undated')]

    operations = [migrations.RunPython(make_anew('mail.Notice'), migrations.RunPython.noop)]
