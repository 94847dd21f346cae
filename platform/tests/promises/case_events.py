# SPDX-License-Identifier: EUPL-1.2
"""Each event of a case, a need, a dispute, a share and a transfer, made to happen once."""

from datetime import datetime, timedelta

from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.services import asking, notes
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.file.states import Alarm
from ketenzicht.cases.page.placing import end_request
from ketenzicht.cases.payer import services as funding
from ketenzicht.cases.shelter.models import BedRequest
from ketenzicht.cases.shelter.states import BedState
from ketenzicht.cases.tasks import expire_beds, expire_offers, expire_questions
from ketenzicht.cases.transfers.models import Escalation
from ketenzicht.cases.transfers.services import decisions, transfers
from ketenzicht.core.terms import late_since
from ketenzicht.mail.models import Notice
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import Alternative, OfferState
from tests.factories.accounts import Partner, World, make_desk, make_member, make_organisation
from tests.factories.beds import ask_beds, brought_to, put_to, say_yes
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    make_case,
    need,
    offer,
    plan,
    share,
    stored,
    stored_transfer,
)
from tests.factories.intake import (
    again,
)
from tests.promises.outcomes import Outcome, quiet, readable, report_to, stop
from tests.promises.report_events import case_from


def case_alarm(world: World, now: datetime) -> Outcome:
    case = make_case(world.shop, now)
    notes.raise_alarm(
        actor=coordinator(world.shop), case_id=case.pk, alarm=Alarm.RELAPSE, words="x", now=now
    )
    return Outcome({"holder": world.shop})


def case_stuck(world: World, now: datetime) -> Outcome:
    case = make_case(world.shop, now)
    transfer = offer(world.shop, world.moviera, case, now)
    quiet()
    late = transfer.answer_by + timedelta(minutes=1)
    expire_offers(late)
    found = Escalation.objects.whole_table(why=WHY).get(case=case)
    return Outcome({"holder": world.shop}, due=found.due, since=late)


def case_escalated(world: World, now: datetime) -> Outcome:
    case = make_case(world.shop, now)
    for time in range(2):
        transfer = offer(world.shop, world.shelter, case, now)
        if time:
            quiet()
        transfers.refuse_transfer(
            actor=coordinator(world.shelter),
            transfer_id=transfer.pk,
            refusal=Refusal(reason="no_capacity", alternative=Alternative.LATER),
            version=stored_transfer(transfer).version,
            now=now,
        )
    # The holder hears the answer and that somebody has to decide: events of their own.
    Notice.objects.filter(member=coordinator(world.shop).pk).delete()
    found = Escalation.objects.whole_table(why=WHY).get(case=case)
    return Outcome({"fallback": world.comensha}, due=found.due, since=now)


def case_holder_gone(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    case = case_from(world, report, now)
    wanted = need(world.shop, case, now=now)
    step = plan(world.shop, case, now)
    stop(world.shop)
    quiet()
    decisions.leave_unreachable(world.shop.organisation.pk, now=now)
    to = world.comensha.organisation.pk
    found = {
        "keys": readable(case.envelope_id, world.comensha),
        "needs": Need.objects.whole_table(why=WHY).get(pk=wanted.pk).responsible_id == to,
        "steps": Action.objects.whole_table(why=WHY).get(pk=step.pk).organisation_id == to,
        "report": again(report).holder_id == to,
    }
    assert stored(case).holder_id == to
    moved = frozenset(name for name, did in found.items() if did)
    return Outcome({"holder": world.comensha}, moved=moved)


def asked_need(world: World, now: datetime) -> tuple[Case, NeedOffer]:
    case = make_case(world.shop, now)
    share(world.shop, world.shelter, case, now)
    wanted = need(world.shop, case, now=now)
    quiet()
    asked = asking.ask_for_need(
        actor=coordinator(world.shop),
        case_id=case.pk,
        need_id=wanted.pk,
        organisation_id=world.shelter.organisation.pk,
        version=1,
        now=now,
    )
    return case, asked


def taken_need(world: World, now: datetime) -> tuple[Case, Need]:
    case, asked = asked_need(world, now)
    quiet()
    ground = {"actor": coordinator(world.shelter), "case_id": case.pk, "need_id": asked.need_id}
    return case, asking.take_need(**ground, version=asked.need.version, now=now)


def need_asked(world: World, now: datetime) -> Outcome:
    _case, asked = asked_need(world, now)
    return Outcome({"receiver": world.shelter}, due=asked.answer_by, since=now)


def need_answered(world: World, now: datetime) -> Outcome:
    taken_need(world, now)
    return Outcome({"holder": world.shop})


def need_unanswered(world: World, now: datetime) -> Outcome:
    _case, asked = asked_need(world, now)
    quiet()
    expire_questions(asked.answer_by + timedelta(minutes=1))
    return Outcome({"holder": world.shop})


def need_gone(world: World, wanted: Need, now: datetime) -> Outcome:
    quiet()
    stop(world.shelter)
    decisions.leave_unreachable(world.shelter.organisation.pk, now=now)
    found = Need.objects.whole_table(why=WHY).get(pk=wanted.pk)
    open_offers = NeedOffer.objects.whole_table(why=WHY).filter(
        need=found, state=OfferState.OFFERED
    )
    back = found.responsible_id == world.shop.organisation.pk and not open_offers.exists()
    return Outcome({"holder": world.shop}, moved=frozenset({"need"} if back else ()))


def need_holder_gone(world: World, now: datetime) -> Outcome:
    return need_gone(world, taken_need(world, now)[1], now)


def need_asked_gone(world: World, now: datetime) -> Outcome:
    return need_gone(world, asked_need(world, now)[1].need, now)


def bed_asked_of(world: World, now: datetime) -> BedRequest:
    case = make_case(world.shop, now)
    return ask_beds(world.shop, case, world.shelter, now=now)


def bed_asked(world: World, now: datetime) -> Outcome:
    asked = put_to(bed_asked_of(world, now), world.shelter)
    return Outcome({"receiver": world.shelter}, due=asked.answer_by, since=now)


def bed_answered(world: World, now: datetime) -> Outcome:
    request = bed_asked_of(world, now)
    quiet()
    say_yes(world.shelter, request, now)
    return Outcome({"holder": world.shop})


def bed_unanswered(world: World, now: datetime) -> Outcome:
    request = bed_asked_of(world, now)
    quiet()
    expire_beds(put_to(request, world.shelter).answer_by + timedelta(minutes=1))
    return Outcome({"holder": world.shop})


def bed_withdrawn(world: World, now: datetime) -> Outcome:
    request = bed_asked_of(world, now)
    quiet()
    end_request(
        actor=coordinator(world.shop),
        request_id=request.pk,
        outcome="no_fit",
        version=request.version,
        now=now,
    )
    return Outcome({"receiver": world.shelter})


def bed_gone(world: World, state: BedState, now: datetime) -> Outcome:
    request = bed_asked_of(world, now)
    brought_to(state, world.shop, world.shelter, request, now)
    quiet()
    stop(world.shelter)
    decisions.leave_unreachable(world.shelter.organisation.pk, now=now)
    ended = put_to(request, world.shelter).state == BedState.WITHDRAWN
    return Outcome({"holder": world.shop}, moved=frozenset({"offer"} if ended else ()))


def bed_holder_gone(world: World, now: datetime) -> Outcome:
    return bed_gone(world, BedState.CHOSEN, now)


def bed_asked_gone(world: World, now: datetime) -> Outcome:
    return bed_gone(world, BedState.OFFERED, now)


def municipality(name: str) -> Partner:
    made = make_organisation(name, "municipality", "den_haag_hm")
    at = make_desk(made, "den_haag_hm")
    return Partner(made, at, {"a": make_member(made, "aandachtsfunctionaris")})


def disputed(world: World, now: datetime) -> tuple[Case, object, dict[str, Partner]]:
    case = make_case(world.shop, now)
    parties = {"first": municipality("Gemeente Een"), "second": municipality("Gemeente Twee")}
    dispute = funding.open_dispute(
        actor=coordinator(world.shop),
        case_id=case.pk,
        staying_id=parties["first"].organisation.pk,
        other_id=parties["second"].organisation.pk,
        now=now,
    )
    return case, dispute, parties


def dispute_opened(world: World, now: datetime) -> Outcome:
    _case, _dispute, parties = disputed(world, now)
    return Outcome(parties, due=late_since("dispute_open", now), since=now)


def dispute_resolved(world: World, now: datetime) -> Outcome:
    _case, dispute, parties = disputed(world, now)
    quiet()
    payer = parties["second"]
    funding.resolve_dispute(
        actor=payer["a"], dispute_id=dispute.pk, payer_id=payer.organisation.pk, version=1, now=now
    )
    # Who said it needs no mail about its own act.
    return Outcome({"holder": world.shop, "first": parties["first"], "second": parties["first"]})


def sharing_granted(world: World, now: datetime) -> Outcome:
    share(world.shop, world.shelter, make_case(world.shop, now), now)
    return Outcome({"receiver": world.shelter})


def transfer_offered(world: World, now: datetime) -> Outcome:
    offer(world.shop, world.moviera, make_case(world.shop, now), now)
    due = transfers.answer_term("r2", now)
    return Outcome({"receiver": world.moviera}, due=due, since=now)


def transfer_answered(world: World, now: datetime) -> Outcome:
    transfer = offer(world.shop, world.moviera, make_case(world.shop, now), now)
    quiet()
    accept(world.moviera, transfer, now)
    return Outcome({"giver": world.shop})


def transfer_withdrawn(world: World, now: datetime) -> Outcome:
    transfer = offer(world.shop, world.moviera, make_case(world.shop, now), now)
    quiet()
    transfers.withdraw_transfer(
        actor=coordinator(world.shop), transfer_id=transfer.pk, version=transfer.version, now=now
    )
    return Outcome({"receiver": world.moviera})
