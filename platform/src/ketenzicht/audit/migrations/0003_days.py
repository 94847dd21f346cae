import uuid

from django.db import migrations, models

from ketenzicht.audit.append_only import DAYS, removals, statements


def install(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor, DAYS):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in removals(schema_editor.connection.vendor, DAYS):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """What happens to a report without a member keeps its day and no order."""

    dependencies = [('audit', '0002_permanence')]

    operations = [
        migrations.CreateModel(
            name='DayHead',
            fields=[
                ('on', models.DateField(primary_key=True, serialize=False)),
                ('count', models.PositiveBigIntegerField()),
                ('total', models.BinaryField(max_length=32)),
                ('key_version', models.PositiveIntegerField()),
                ('seal', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='DayEntry',
            fields=[
                ('action', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('object_id', models.CharField(blank=True, max_length=64)),
                ('purpose', models.CharField(blank=True, max_length=80)),
                ('basis', models.CharField(blank=True, max_length=80)),
                ('outcome', models.CharField(max_length=40)),
                ('detail', models.TextField()),
                ('operation', models.CharField(max_length=16)),
                ('key_version', models.PositiveIntegerField()),
                ('mac', models.BinaryField(max_length=32)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
            ],
            options={
                'indexes': [
                    models.Index(fields=['kind', 'object_id'], name='audit_day_object'),
                    models.Index(fields=['on'], name='audit_day_on'),
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
