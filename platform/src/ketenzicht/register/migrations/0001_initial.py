# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import ketenzicht.register.states
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('month', models.PositiveSmallIntegerField()),
                ('outcome', models.CharField(max_length=12)),
                ('basis', models.CharField(max_length=24)),
                ('reporter', models.CharField(max_length=24)),
                ('region', models.CharField(blank=True, max_length=40)),
                ('form', models.CharField(max_length=32)),
                ('forms', models.CharField(blank=True, max_length=400)),
                ('gender', models.CharField(default='u', max_length=4)),
                ('age', models.CharField(default=ketenzicht.register.states.Age['UNKNOWN'], max_length=8)),
                ('nationality', models.CharField(blank=True, max_length=2)),
                ('handle', models.BinaryField(max_length=32, unique=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='register.person')),
            ],
            options={
                'ordering': ('-year', '-month', 'code'),
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('value', models.BinaryField(max_length=16)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='register.entry')),
            ],
        ),
        migrations.CreateModel(
            name='Apart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='register.entry')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='register.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='kept_apart_once')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('entries', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.person')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.person')),
            ],
            options={
                'ordering': ('-at',),
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='a_merge_is_of_two')],
            },
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['year', 'reporter'], name='register_year_reporter'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['named', 'minimal', 'by_duty'])), name='an_entry_has_a_ground_to_be_here'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('month__gte', 1), ('month__lte', 12)), name='an_entry_has_a_month'),
        ),
        migrations.AddIndex(
            model_name='token',
            index=models.Index(fields=['kind', 'value'], name='register_equal_tokens'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.UniqueConstraint(fields=('entry', 'kind'), name='one_token_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['full', 'swapped', 'sound'])), name='token_kind_is_known'),
        ),
    ]
