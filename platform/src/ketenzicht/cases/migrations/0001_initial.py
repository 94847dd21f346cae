# SPDX-License-Identifier: EUPL-1.2


import datetime
import django.db.models.deletion
import django.db.models.expressions
import ketenzicht.vault.fields
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
                ('safe_id', models.UUIDField()),
                ('name', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('other_names', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('birth_date', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('gender', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('nationality', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('languages', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=12, unique=True)),
                ('region', models.CharField(max_length=40)),
                ('state', models.CharField(default='intake', max_length=20)),
                ('risk', models.CharField(default='r2', max_length=2)),
                ('victim_status', models.CharField(default='possible', max_length=12)),
                ('decided_by', models.CharField(blank=True, max_length=20)),
                ('report_id', models.UUIDField(null=True, unique=True)),
                ('safe_id', models.UUIDField()),
                ('forms', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('decoy', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('holder_since', models.DateTimeField()),
                ('last_contact_at', models.DateTimeField(null=True)),
                ('review_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closure_reason', models.CharField(blank=True, max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('events', models.PositiveIntegerField(default=0)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.member')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person')),
            ],
            options={
                'ordering': ('-opened_at',),
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('channel', models.CharField(max_length=12)),
                ('reached', models.BooleanField()),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='SafeContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('rules', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('number', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('cover', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('voicemail', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Stall',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('rule', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=24)),
                ('since', models.DateTimeField()),
                ('late_since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('waits_on', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ('since',),
            },
        ),
        migrations.CreateModel(
            name='TrackStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('track', models.CharField(max_length=16)),
                ('step', models.CharField(max_length=24)),
                ('since', models.DateTimeField()),
                ('due', models.DateTimeField(null=True)),
                ('rule', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ('since', 'at'),
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='draft', max_length=12)),
                ('ground', models.CharField(default='agreed', max_length=12)),
                ('sections', models.CharField(blank=True, max_length=80)),
                ('stays', models.CharField(blank=True, max_length=80)),
                ('stays_until', models.DateTimeField(null=True)),
                ('answer_by', models.DateTimeField(null=True)),
                ('safe_id', models.UUIDField()),
                ('summary', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('answer', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('drafted_at', models.DateTimeField()),
                ('offered_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=20)),
                ('alternative', models.CharField(blank=True, max_length=20)),
                ('expired_at', models.DateTimeField(null=True)),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('escalated', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('alternative_organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('fallback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ('answer_by',),
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=16)),
                ('level', models.CharField(default='supervisor', max_length=12)),
                ('raised_at', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('climbed_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolution', models.CharField(blank=True, max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('transfer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.transfer')),
            ],
            options={
                'ordering': ('due',),
            },
        ),
        migrations.CreateModel(
            name='TransferMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('transfer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.transfer')),
            ],
            options={
                'ordering': ('at',),
            },
        ),
        migrations.CreateModel(
            name='Whereabouts',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(max_length=12)),
                ('shelter_type', models.CharField(max_length=24)),
                ('safe_id', models.UUIDField()),
                ('address', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('safe_id', models.UUIDField()),
                ('reason', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('review_due', models.DateTimeField()),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('verdict', models.CharField(blank=True, max_length=16)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ('review_due',),
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='broken_glass_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('reviewed_at__isnull', True), models.Q(models.Q(('verdict', ''), _negated=True), models.Q(('reviewed_by', models.F('member')), _negated=True)), _connector='OR'), name='nobody_reviews_their_own_break_glass')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('case', 'member'), name='one_block_per_case_and_member')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'ordering': ('due',),
                'indexes': [models.Index(fields=['case', 'done_at', 'due'], name='next_action_of_a_case')],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=24)),
                ('detail', models.JSONField(default=dict)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ('seq',),
                'constraints': [models.UniqueConstraint(fields=('case', 'seq'), name='events_of_a_case_are_numbered')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=24)),
                ('state', models.CharField(max_length=14)),
                ('at', models.DateTimeField()),
                ('language', models.CharField(blank=True, max_length=3)),
                ('safe_id', models.UUIDField()),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('seq', models.PositiveIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ('seq',),
                'constraints': [models.UniqueConstraint(fields=('case', 'seq'), name='consents_are_numbered'), models.CheckConstraint(condition=models.Q(('state__in', ['not_asked', 'asked', 'given', 'refused', 'withdrawn', 'expired', 'not_possible'])), name='consent_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('step', models.CharField(default='disputed', max_length=16)),
                ('opened_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('interim_payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('payer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
            ],
            options={
                'ordering': ('opened_at',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('case',), name='one_open_dispute_per_case'), models.CheckConstraint(condition=models.Q(models.Q(('first', models.F('second')), _negated=True), models.Q(('interim_payer', models.F('first')), ('interim_payer', models.F('second')), _connector='OR')), name='one_of_the_two_pays_meanwhile'), models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), ('payer__isnull', False), _connector='OR'), name='a_settled_dispute_names_the_payer')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=20)),
                ('basis', models.CharField(max_length=24)),
                ('sections', models.CharField(max_length=80)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('transfer_id', models.UUIDField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member')),
            ],
            options={
                'ordering': ('-since',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('case', 'organisation'), name='one_grant_per_case_and_organisation'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='a_grant_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('purpose', ''), _negated=True), models.Q(('basis', ''), _negated=True), models.Q(('sections', ''), _negated=True)), name='a_grant_has_purpose_basis_and_sections')],
            },
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('safe_id', models.UUIDField()),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'organisation'), name='one_label_per_case_and_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('service', models.CharField(max_length=24)),
                ('asked_at', models.DateTimeField(null=True)),
                ('answer_by', models.DateTimeField(null=True)),
                ('state', models.CharField(default='open', max_length=8)),
                ('since', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('words', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('asked', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ('since',),
                'constraints': [models.CheckConstraint(condition=models.Q(('asked__isnull', True), models.Q(('answer_by__isnull', False), ('asked_at__isnull', False), models.Q(('asked', models.F('responsible')), _negated=True)), _connector='OR'), name='a_question_about_a_need_has_an_answer_by'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'open')), models.Q(('settled_at__isnull', False), models.Q(('state', 'open'), _negated=True)), _connector='OR'), name='a_settled_need_says_when')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['holder', 'state'], name='cases_of_a_holder'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['intake', 'accepted', 'stabilising', 'support', 'building', 'aftercare', 'paused', 'referred_out', 'declined_by_client', 'closed'])), name='case_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('closure_reason', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='a_closed_case_says_when_and_why'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'paused'), _negated=True), ('review_at__isnull', False), _connector='OR'), name='a_paused_case_has_a_review_date'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('victim_status', 'recognised'), _negated=True), models.Q(('decided_by', ''), _negated=True), _connector='OR'), name='a_recognition_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='safecontact',
            constraint=models.UniqueConstraint(fields=('case',), name='one_way_of_safe_contact_per_case'),
        ),
        migrations.AddConstraint(
            model_name='stall',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case', 'rule'), name='one_open_stall_per_case_and_rule'),
        ),
        migrations.AddConstraint(
            model_name='trackstep',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case', 'track'), name='a_track_stands_at_one_step'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['receiver', 'state'], name='transfers_of_a_receiver'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'offered', 'accepted', 'handed_over'])), fields=('case',), name='one_open_transfer_per_case'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'offered', 'accepted', 'refused', 'withdrawn', 'expired', 'handed_over', 'completed'])), name='transfer_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='nobody_hands_over_to_themself'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), models.Q(('answer_by__gte', models.F('offered_at')), ('offered_at__isnull', False)), _connector='OR'), name='an_offer_has_an_answer_by'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'handed_over', 'completed']), _negated=True), models.Q(('answered_at__isnull', False), models.Q(('answered_by__isnull', False), ('ground', 'unreachable'), _connector='OR')), _connector='OR'), name='an_acceptance_says_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answered_by__isnull', False), models.Q(('refusal', ''), _negated=True), models.Q(('alternative', ''), _negated=True)), _connector='OR'), name='a_refusal_has_reason_and_alternative'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'expired'), _negated=True), ('expired_at__isnull', False), _connector='OR'), name='an_expiry_says_when'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(condition=models.Q(('resolved_at__isnull', True)), fields=('case',), name='one_open_escalation_per_case'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('resolved_at__isnull', True), models.Q(('resolution', ''), _negated=True), _connector='OR'), name='an_escalation_ends_by_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='whereabouts',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('case',), name='a_person_stays_at_one_place'),
        ),
    ]
