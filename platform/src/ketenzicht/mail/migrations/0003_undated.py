from django.db import migrations, models


class Migration(migrations.Migration):
    """A notice about an act of a reporter keeps its day, no hour."""

    dependencies = [
        ('mail', '0002_readers'),
    ]

    operations = [
        migrations.AddField(model_name='notice', name='undated', field=models.BooleanField(default=False)),
    ]
