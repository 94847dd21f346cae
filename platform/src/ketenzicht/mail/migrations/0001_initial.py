import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """Take the table of messages over from `core` as it stands."""

    initial = True

    dependencies = [
        ('core', '0002_remembered'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=40)),
                        ('recipient', models.EmailField(max_length=254)),
                        ('subject_key', models.CharField(max_length=60)),
                        ('queued', models.DateTimeField()),
                        ('due', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('sent', models.DateTimeField(null=True)),
                        ('fault', models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        'db_table': 'core_message',
                        'indexes': [models.Index(condition=models.Q(('sent__isnull', True)), fields=['due'], name='message_still_to_go')],
                    },
                ),
            ],
        ),
    ]
