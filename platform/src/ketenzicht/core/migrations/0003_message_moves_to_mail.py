from django.db import migrations


class Migration(migrations.Migration):
    """The table goes to the app `mail`; no row moves."""

    dependencies = [
        ('core', '0002_remembered'),
        ('mail', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name='Message')],
        ),
    ]
