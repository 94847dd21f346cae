from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('work', '0004_no_order')]

    operations = [
        migrations.AddField(
            model_name='item',
            name='term',
            field=models.CharField(blank=True, default='', max_length=80),
            preserve_default=False,
        ),
    ]
