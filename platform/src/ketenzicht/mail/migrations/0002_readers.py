from django.db import migrations, models


class Migration(migrations.Migration):
    """A notice is for a member or for an address; whose mail comes back is kept per person."""

    dependencies = [
        ('mail', '0001_initial'),
    ]

    operations = [
        migrations.RenameField(model_name='notice', old_name='subject_key', new_name='reason'),
        migrations.RemoveField(model_name='notice', name='kind'),
        migrations.AddField(model_name='notice', name='member', field=models.UUIDField(null=True)),
        migrations.AddField(model_name='notice', name='language', field=models.CharField(default='nl', max_length=8)),
        migrations.AlterField(model_name='notice', name='recipient', field=models.EmailField(blank=True, max_length=254)),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(
                condition=models.Q(('member__isnull', False), models.Q(('recipient', ''), _negated=True), _connector='XOR'),
                name='a_notice_has_one_reader',
            ),
        ),
        migrations.CreateModel(
            name='Bounce',
            fields=[
                ('reader', models.UUIDField(primary_key=True, serialize=False)),
                ('refused', models.PositiveSmallIntegerField(default=0)),
                ('since', models.DateTimeField()),
                ('fault', models.CharField(max_length=40)),
            ],
        ),
    ]
