from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('estimates', '0003_said_in_dutch'),
    ]

    operations = [
        migrations.AddField(
            model_name='frozeninput',
            name='characteristics',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='frozeninput',
            name='kinds',
            field=models.JSONField(default=list),
        ),
    ]
