from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_needs_without_question'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='term',
            field=models.CharField(blank=True, default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='whereabouts',
            name='document_day',
            field=models.DateField(null=True),
        ),
    ]
