# SPDX-License-Identifier: EUPL-1.2
"""What the page offers is what the service takes: every act, on every ground, open and closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.services import asking, needs, notes
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.care.values import SafeRules
from ketenzicht.cases.file.acts import RULES, Act, When, acts_open_to
from ketenzicht.cases.file.models import Case, Grant
from ketenzicht.cases.file.selectors.access import access_to, case_of
from ketenzicht.cases.file.services import (
    actions,
    details,
    exploitation,
    opening,
    person,
    tracks,
)
from ketenzicht.cases.file.states import WHOLE, Alarm, CaseState, Section
from ketenzicht.cases.file.values import Circumstances
from ketenzicht.cases.page import closing
from ketenzicht.cases.payer import services as payer
from ketenzicht.cases.sharing.services import blocks, break_glass, consents, grants
from ketenzicht.cases.sharing.states import AtClosing, ConsentState
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.cases.shelter.services import asking as asking_beds
from ketenzicht.cases.transfers.services import transfers
from ketenzicht.core.errors import DomainError, NotFound, Refused
from tests.factories.accounts import make_member, make_organisation
from tests.factories.cases import SOMEBODY, WHY, coordinator, make_case, need, plan, share, stored

ALL = frozenset(WHOLE)
WORDS = "Zij belde vanmorgen."
READERS = ("shop", "shelter", "municipality", "law_firm", "moviera")


@dataclass
class Story:
    """A case with one of everything an act needs, and who tries."""

    world: object
    now: object
    actor: object
    case: Case

    @property
    def on(self):
        return {"actor": self.actor, "case_id": self.case.pk, "now": self.now}

    @property
    def version(self):
        return stored(self.case).version


@pytest.fixture
def story(world, now):
    case = make_case(world.shop)
    plan(world.shop, case)
    need(world.shop, case, "income")
    share(world.shop, world.shelter, case, sections=ALL)
    share(world.shop, world.municipality, case)
    share(world.shop, world.law_firm, case, sections=frozenset({Section.TRACKS}))
    sheltering.set_whereabouts(
        actor=coordinator(world.shelter),
        case_id=case.pk,
        shelter_type="cosm",
        address="Ergens 1",
        now=now,
    )
    break_glass.break_glass(
        actor=coordinator(world.moviera), code=case.code, reason=WORDS * 2, now=now
    )
    return Story(world, now, coordinator(world.shop), case)


def reader(world, name):
    if name == "municipality":
        return world.municipality["aandachtsfunctionaris"]
    return world.law_firm["lawyer"] if name == "law_firm" else coordinator(getattr(world, name))


def _finish(s):
    # Who would do a step says that it is done; whoever that is here.
    _rows(s, "Action").update(organisation=s.actor.organisation)
    action = next(iter(_rows(s, "Action")))
    actions.finish_action(**s.on, action_id=action.pk, version=action.version)


def _rows(s, name):
    return apps.get_model("cases", name).objects.whole_table(why=WHY).filter(case=s.case)


def _need(s):
    return next(iter(_rows(s, "Need")))


def _close(s):
    Need.objects.whole_table(why=WHY).filter(case=s.case).update(
        state=NeedState.MET, resolved_at=s.now
    )
    closing.close_case(**s.on, reason="goals_met", shares=AtClosing.STOP, version=s.version)


def _ask_need(s):
    asked = _need(s)
    asking.ask_for_need(
        **s.on,
        need_id=asked.pk,
        organisation_id=s.world.shelter.organisation.pk,
        version=asked.version,
    )


def _answer_need(s):
    # The one who answers for a need says how it ended; whoever that is here.
    Need.objects.whole_table(why=WHY).filter(case=s.case).update(responsible=s.actor.organisation)
    found = _need(s)
    needs.resolve_need(**s.on, need_id=found.pk, state=NeedState.MET, version=found.version)


def _ask_beds(s):
    wanted = asking_beds.Asked(
        shelter_type="cosm", age_band="a23plus", gender="f", needed_by=s.now + timedelta(hours=9)
    )
    asking_beds.request_beds(**s.on, asked=wanted)


def _dispute(s):
    other = make_organisation("Gemeente Noordmeer", "municipality", "utrecht")
    payer.open_dispute(**s.on, staying_id=s.world.municipality.organisation.pk, other_id=other.pk)


def _transfer(s):
    proposal = transfers.Proposal(
        receiver_id=s.world.moviera.organisation.pk,
        summary=WORDS,
        sections=ALL,
        answer_by=s.now + timedelta(days=1),
    )
    transfers.draft_transfer(**s.on, proposal=proposal)


def _share(s):
    terms = grants.Terms(
        s.world.comensha.organisation.pk, "care", "care", ALL, s.now + timedelta(days=9)
    )
    grants.grant_access(**s.on, terms=terms)


def _stop_sharing(s):
    grant = _rows(s, "Grant").filter(organisation=s.world.law_firm.organisation).get()
    grants.revoke_grant(**s.on, grant_id=grant.pk)


def _said(state):
    return lambda s: consents.record_consent(**s.on, answer=consents.Answer("help_share", state))


def _block(s):
    other = make_member(s.actor.organisation, name="Een collega")
    blocks.block_member(**s.on, member_id=other.pk)


def _unblock(s):
    holder = coordinator(s.world.shop)
    other = make_member(s.world.shop.organisation, name="Een ander")
    made = blocks.block_member(actor=holder, case_id=s.case.pk, member_id=other.pk, now=s.now)
    blocks.lift_block(**s.on, block_id=made.pk)


ATTEMPTS = {
    Act.PLAN: lambda s: actions.plan_action(**s.on, words="x", due=s.now + timedelta(days=1)),
    Act.FINISH: _finish,
    Act.LABEL: lambda s: details.set_label(**s.on, words="Eigen naam"),
    Act.MOVE: lambda s: details.move_case(**s.on, state=CaseState.ACCEPTED, version=s.version),
    Act.RISK: lambda s: details.set_risk(**s.on, risk="r3", version=s.version),
    Act.FORMS: lambda s: details.set_forms(**s.on, forms=("labour",), version=s.version),
    Act.RESIDENCE: lambda s: details.set_residence(**s.on, status="tpd", version=s.version),
    Act.EXPLOITATION: lambda s: exploitation.set_circumstances(
        **s.on, told=Circumstances(place="nl"), version=s.version
    ),
    Act.VICTIM_STATUS: lambda s: exploitation.set_victim_status(
        **s.on, status="possible", version=s.version
    ),
    Act.TRACK: lambda s: tracks.move_track(
        **s.on,
        track="asylum",
        step=tracks.next_steps("asylum", None, s.now.date())[0].code,
        since=s.now.date(),
    ),
    Act.WORKER: lambda s: details.assign_worker(
        **s.on, worker_id=coordinator(s.world.shop).pk, version=s.version
    ),
    Act.IDENTITY: lambda s: person.set_identity(
        **s.on, identity=replace(SOMEBODY, name="Ander"), version=1
    ),
    Act.CLOSE: _close,
    Act.REOPEN: lambda s: opening.reopen_case(**s.on, version=s.version),
    Act.NOTE: lambda s: notes.write_note(**s.on, words=WORDS),
    Act.ALARM: lambda s: notes.raise_alarm(**s.on, alarm=Alarm.RELAPSE, words=WORDS),
    Act.CONTACT: lambda s: notes.log_contact(**s.on, channel="phone", reached=True, words=""),
    Act.WISH: lambda s: notes.record_wish(**s.on, words=WORDS),
    Act.NEED: lambda s: needs.add_need(**s.on, service="shelter", words=""),
    Act.ANSWER_NEED: _answer_need,
    Act.ASK_NEED: _ask_need,
    Act.SAFE_CONTACT: lambda s: notes.set_safe_contact(
        **s.on, rules=SafeRules("Nooit bellen", "", "", "never"), version=0
    ),
    Act.SHELTER: lambda s: sheltering.set_whereabouts(**s.on, shelter_type="cosm", address="x"),
    Act.LEAVE_SHELTER: lambda s: sheltering.leave_place(**s.on),
    Act.ASK_BEDS: _ask_beds,
    Act.STAY_LONGER: lambda s: sheltering.explain_stay(
        **s.on, reason="no_home", review=s.now.date() + timedelta(days=30)
    ),
    Act.DISPUTE: _dispute,
    Act.TRANSFER: _transfer,
    Act.SHARE: _share,
    Act.STOP_SHARING: _stop_sharing,
    Act.CONSENT: _said(ConsentState.GIVEN),
    Act.WITHDRAW_CONSENT: _said(ConsentState.WITHDRAWN),
    Act.BLOCK: _block,
    Act.UNBLOCK: _unblock,
}


def closed(story):
    rows = Case.objects.whole_table(why=WHY).filter(pk=story.case.pk)
    rows.update(state=CaseState.CLOSED, closed_at=story.now, closure_reason="goals_met")


def taken(act, story) -> bool:
    """Tell whether the service takes an act; nothing of it stays."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                ATTEMPTS[act](story)
        except DomainError:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("name", READERS)
def test_what_is_offered_is_what_is_taken(story, name, is_closed):
    story.actor = reader(story.world, name)
    if is_closed:
        closed(story)
    access = access_to(case_of(story.actor, story.case.pk, story.now), story.actor, story.now)
    offered = set(acts_open_to(story.actor, access))
    assert {act for act in Act if taken(act, story)} == offered


def test_every_act_has_a_rule_and_is_tried():
    assert set(RULES) == set(ATTEMPTS) == set(Act)


def test_what_lessens_what_is_shared_never_asks_for_an_open_case():
    always = {act for act in Act if RULES[act].when is When.ALWAYS}
    assert always == {
        Act.LABEL,
        Act.LEAVE_SHELTER,
        Act.STOP_SHARING,
        Act.WITHDRAW_CONSENT,
        Act.BLOCK,
    }


def live(case, now):
    rows = Grant.objects.whole_table(why=WHY).filter(case=case, revoked_at=None, until__gt=now)
    return sorted(rows.values_list("organisation__name", flat=True))


def test_closing_asks_what_happens_with_what_is_shared(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    act = {"actor": coordinator(world.shop), "case_id": case.pk, "reason": "goals_met", "now": now}
    with pytest.raises(Refused) as refused:
        closing.close_case(**act, version=stored(case).version)
    assert refused.value.field == "shares"
    closing.close_case(**act, shares=AtClosing.KEEP, version=stored(case).version)
    assert live(case, now) == ["Opvang De Haven"]


def test_closing_can_stop_all_sharing_at_once(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    share(world.shop, world.moviera, case)
    closing.close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        shares=AtClosing.STOP,
        version=stored(case).version,
        now=now,
    )
    assert live(case, now) == []
    with pytest.raises(NotFound):
        case_of(coordinator(world.shelter), case.pk, now)


def test_a_month_after_closing_the_person_takes_back_and_the_holder_stops_sharing(
    client, world, now, as_member
):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case)
    closing.close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        shares=AtClosing.KEEP,
        version=stored(case).version,
        now=now,
    )
    holder = as_member(client, coordinator(world.shop))
    page = holder.get(reverse("cases:consent", args=[case.pk])).content.decode()
    assert 'value="withdrawn"' in page
    assert 'value="given"' not in page
    said = {"kind": "comensha_register", "recipient": "", "state": "withdrawn", "version": "1"}
    answered = holder.post(reverse("cases:consent", args=[case.pk]), said)
    assert (answered.status_code, answered.url) == (303, reverse("cases:detail", args=[case.pk]))
    grant = Grant.objects.whole_table(why=WHY).get(case=case)
    sharing = reverse("cases:sharing", args=[case.pk])
    assert reverse("cases:revoke", args=[case.pk, grant.pk]) in holder.get(sharing).content.decode()
    stopped = holder.post(reverse("cases:revoke", args=[case.pk, grant.pk]))
    assert (stopped.status_code, stopped.url) == (303, sharing)
    assert live(case, now) == []
    shared = holder.post(reverse("cases:grant", args=[case.pk]), {})
    assert shared.status_code == 422
