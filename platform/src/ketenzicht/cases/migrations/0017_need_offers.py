# SPDX-License-Identifier: EUPL-1.2
"""A question about a need becomes an offer of its own, with its answer."""

import django.db.models.deletion
import ketenzicht.offers.states
import ketenzicht.vault.fields
import uuid
from django.db import migrations, models


def take_over(apps, _editor):
    """Make an offer of each question that stands open; an answer lay nowhere before."""
    needs = apps.get_model('cases', 'Need')._base_manager
    offers = apps.get_model('cases', 'NeedOffer')._base_manager
    rows = needs.filter(asked__isnull=False, state='open').select_related('case')
    for need in rows.iterator(chunk_size=500):
        if need.asked_id == need.case.holder_id:
            continue  # a holder is not asked for what it may take back
        offers.create(
            case=need.case,
            need=need,
            giver_id=need.case.holder_id,
            receiver_id=need.asked_id,
            state='offered',
            envelope_id=need.case.envelope_id,
            offered_at=need.asked_at,
            answer_by=need.answer_by,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_parties_without_access'),
        ('cases', '0016_regional_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='NeedOffer',
            fields=[
                ('state', models.CharField(max_length=12)),
                ('envelope_id', models.UUIDField()),
                ('offered_at', models.DateTimeField(null=True)),
                ('answer_by', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('alternative', models.CharField(blank=True, max_length=20)),
                ('answer', ketenzicht.vault.fields.SealedField(blank=True, null=True)),
                ('noted_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('offered_at',),
            },
        ),
        migrations.AddField(
            model_name='needoffer',
            name='alternative_organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='needoffer',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.member'),
        ),
        migrations.AddField(
            model_name='needoffer',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='needoffer',
            name='giver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='needoffer',
            name='need',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='cases.need'),
        ),
        migrations.AddField(
            model_name='needoffer',
            name='receiver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddConstraint(
            model_name='needoffer',
            constraint=models.UniqueConstraint(condition=models.Q(('state', ketenzicht.offers.states.OfferState['OFFERED'])), fields=('need',), name='one_open_offer_per_need'),
        ),
        migrations.AddConstraint(
            model_name='needoffer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'accepted', 'refused', 'withdrawn', 'expired'])), name='offer_of_a_need_has_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='needoffer',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='nobody_asks_itself_for_a_need'),
        ),
        migrations.AddConstraint(
            model_name='needoffer',
            constraint=models.CheckConstraint(condition=models.Q(('answer_by__gte', models.F('offered_at')), ('offered_at__isnull', False)), name='a_question_about_a_need_has_an_answer_by'),
        ),
        migrations.AddConstraint(
            model_name='needoffer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', [ketenzicht.offers.states.OfferState['ACCEPTED'], ketenzicht.offers.states.OfferState['REFUSED']]), _negated=True), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='an_answer_about_a_need_says_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='needoffer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', ketenzicht.offers.states.OfferState['REFUSED']), _negated=True), models.Q(models.Q(('refusal', ''), _negated=True), models.Q(('alternative', ''), _negated=True)), _connector='OR'), name='a_no_to_a_need_has_reason_and_alternative'),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
