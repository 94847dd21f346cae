from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0002_whole_passes'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='number',
            field=models.PositiveIntegerField(default=1),
        ),
    ]
