# SPDX-License-Identifier: EUPL-1.2
"""The table of events is what happens: every cell is walked, and none is missing.

What a rule does for one kind of thing it does for the others, or the table says why not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product

import pytest

from ketenzicht import reference
from ketenzicht.accounts.models import Organisation
from ketenzicht.accounts.states import Standing
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.services import needs, notes
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.file.services import opening
from ketenzicht.cases.file.states import Alarm
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.payer import services as funding
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.tasks import expire_offers
from ketenzicht.cases.transfers.models import Escalation
from ketenzicht.cases.transfers.services import decisions, transfers
from ketenzicht.cases.transfers.services.transfers import Refusal
from ketenzicht.cases.transfers.states import Alternative
from ketenzicht.core.clock import local_date
from ketenzicht.core.permissions import Permission
from ketenzicht.core.terms import late_since
from ketenzicht.intake import handover
from ketenzicht.intake import services as intake
from ketenzicht.intake.card import Age
from ketenzicht.intake.models import Referral, Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.states import ReferralState, Urgency
from ketenzicht.intake.urgency import due_after, due_on_receipt
from ketenzicht.mail.models import Notice
from ketenzicht.reference.events import COMMON, KINDS, URGENCY
from ketenzicht.vault.services import open_envelope
from tests.factories.accounts import Partner, World, make_desk, make_member, make_organisation
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
    assessed,
    make_report,
    make_submission,
    offered,
    triager,
)
from tests.factories.intake import stored as stored_report
from tests.mailbox import addresses_told


@dataclass(frozen=True)
class Outcome:
    """What was seen: who stands for each party, when it is due, and what moved."""

    parties: Mapping[str, Partner]
    due: datetime | None = None
    since: datetime | None = None
    moved: frozenset[str] = field(default_factory=frozenset)


def desk(partner: Partner, permission: Permission = ReportPermission.REPORT_TRIAGE) -> set[str]:
    """The addresses of those who can act on it there."""
    members = partner.by_role.values()
    return {member.user.email for member in members if permission in member.permissions}


def quiet() -> None:
    Notice.objects.all().delete()


def stop(partner: Partner) -> None:
    Organisation.objects.filter(pk=partner.organisation.pk).update(standing=Standing.SUSPENDED)


def report_to(world: World, now: datetime, **changes: object) -> tuple[str, Report]:
    told = make_submission(**{"age": Age.ADULT, **changes})
    intake.receive_report(submission=told, now=now)
    return told.code, stored_report(told)


def readable(envelope_id: object, by: Partner) -> bool:
    return bool(open_envelope(envelope_id, by.organisation.pk))  # type: ignore[arg-type]


# -- reports -------------------------------------------------------------------------------------


def report_acute(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now, haste="today")
    due = due_on_receipt(Urgency.TODAY, local_date(now))
    assert report.due_at == due
    return Outcome({"holder": world.shop}, due=report.due_at)


def report_word(world: World, now: datetime) -> Outcome:
    code, report = report_to(world, now)
    version = assessed(world.shop, report, now).version
    intake.ask_reporter(
        actor=triager(world.shop), report_id=report.pk, version=version, text="Waar?", now=now
    )
    later = now + timedelta(days=9)
    intake.write_on(code=code, text="Daar", now=later)
    assert again(report).due_at == due_on_receipt(Urgency.DAYS, local_date(later))
    return Outcome({"holder": world.shop}, due=again(report).due_at)


def report_offered(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    return Outcome({"receiver": world.police}, due=referral.answer_by, since=now)


def report_answered(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    quiet()
    intake.accept_referral(actor=triager(world.police), referral_id=referral.pk, version=1, now=now)
    assert again(report).due_at == due_after(Urgency.DAYS, now)
    return Outcome({"giver": world.shop}, due=again(report).due_at)


def report_unanswered(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    quiet()
    intake.expire_referrals(now=referral.answer_by + timedelta(minutes=1))
    return Outcome({"giver": world.shop})


def report_withdrawn(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    quiet()
    intake.withdraw_referral(actor=triager(world.shop), referral_id=referral.pk, version=1, now=now)
    return Outcome({"receiver": world.police})


def report_escalated(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    intake.escalate_waiting([report.pk], now=now + timedelta(days=30))
    return Outcome({"fallback": world.comensha})


def moved_with(world: World, report: Report, joined: Report, to: Partner) -> frozenset[str]:
    """Which of what the table says of a report that moves did move to this organisation."""
    wanted = to.organisation.pk
    offers = Referral.objects.whole_table(why=WHY).filter(report=report)
    referrals = list(offers.values_list("state", flat=True))
    found = {
        "holder": again(report).holder_id == wanted,
        "joined": again(joined).holder_id == wanted,
        "keys": readable(report.envelope_id, to) and readable(joined.envelope_id, to),
        "offer": referrals in ([ReferralState.WITHDRAWN], [ReferralState.EXPIRED]),
    }
    return frozenset(name for name, did in found.items() if did)


def pair(world: World, now: datetime) -> tuple[Report, Report]:
    """A report with an earlier one that was joined to it."""
    (_one, earlier), (_two, later) = report_to(world, now), report_to(world, now)
    intake.join_report(
        actor=triager(world.shop), report_id=later.pk, version=1, earlier_id=earlier.pk, now=now
    )
    return earlier, later


def report_holder_gone(world: World, now: datetime) -> Outcome:
    report, joined = pair(world, now)
    offered(world.shop, world.police, report)
    stop(world.shop)
    quiet()
    intake.leave_unreachable(world.shop.organisation.pk, now=now)
    moved = moved_with(world, report, joined, world.comensha)
    # Who was asked hears that it is no longer needed: the event of the offer itself.
    Notice.objects.filter(member=triager(world.police).pk).delete()
    assert again(report).due_at == due_on_receipt(Urgency.DAYS, local_date(now))
    return Outcome({"holder": world.comensha}, due=again(report).due_at, moved=moved)


def report_asked_gone(world: World, now: datetime) -> Outcome:
    _code, report = report_to(world, now)
    referral = offered(world.shop, world.police, report)
    stop(world.police)
    quiet()
    intake.leave_unreachable(world.police.organisation.pk, now=now)
    referral.refresh_from_db()
    ended = referral.state == ReferralState.EXPIRED
    return Outcome({"giver": world.shop}, moved=frozenset({"offer"} if ended else ()))


def case_from(world: World, report: Report, now: datetime) -> Case:
    actor = coordinator(world.shop)
    handover.case_opened(
        actor=actor,
        report_id=report.pk,
        permission=CasePermission.CASE_OPEN,
        version=again(report).version,
        now=now,
    )
    return opening.open_case(
        actor=actor,
        identity=Identity(name="Ivan Testov"),
        region="den_haag_hm",
        risk="r2",
        report_id=report.pk,
        now=now,
    )


def report_follows_case(world: World, now: datetime) -> Outcome:
    report, joined = pair(world, now)
    case = case_from(world, report, now)
    # A report of a case that was woken can have been offered again meanwhile.
    intake.close_report(
        actor=triager(world.shop),
        report_id=report.pk,
        version=again(report).version,
        silence="danger",
        now=now,
    )
    intake.reopen_report(
        actor=triager(world.shop), report_id=report.pk, version=again(report).version, now=now
    )
    offered(world.shop, world.police, again(report))
    transfer = offer(world.shop, world.moviera, case)
    accept(world.moviera, transfer)
    quiet()
    return Outcome({}, moved=moved_with(world, report, joined, world.moviera))


# -- cases and what hangs on them ------------------------------------------------------------------


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


def asked_need(world: World, now: datetime) -> tuple[Case, Need]:
    case = make_case(world.shop, now)
    share(world.shop, world.shelter, case, now)
    wanted = need(world.shop, case, now=now)
    quiet()
    asked = needs.ask_for_need(
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
    ground = {"actor": coordinator(world.shelter), "case_id": case.pk, "need_id": asked.pk}
    return case, needs.take_need(**ground, version=asked.version, now=now)


def need_asked(world: World, now: datetime) -> Outcome:
    _case, asked = asked_need(world, now)
    return Outcome({"receiver": world.shelter}, due=asked.answer_by, since=now)


def need_answered(world: World, now: datetime) -> Outcome:
    taken_need(world, now)
    return Outcome({"holder": world.shop})


def need_gone(world: World, wanted: Need, now: datetime) -> Outcome:
    quiet()
    stop(world.shelter)
    decisions.leave_unreachable(world.shelter.organisation.pk, now=now)
    found = Need.objects.whole_table(why=WHY).get(pk=wanted.pk)
    back = (found.responsible_id, found.asked_id) == (world.shop.organisation.pk, None)
    return Outcome({"holder": world.shop}, moved=frozenset({"need"} if back else ()))


def need_holder_gone(world: World, now: datetime) -> Outcome:
    return need_gone(world, taken_need(world, now)[1], now)


def need_asked_gone(world: World, now: datetime) -> Outcome:
    return need_gone(world, asked_need(world, now)[1], now)


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


def dispute_settled(world: World, now: datetime) -> Outcome:
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


SCENARIOS: Mapping[str, Callable[[World, datetime], Outcome]] = {
    scenario.__name__: scenario
    for scenario in (
        *(report_acute, report_word, report_offered, report_answered, report_unanswered),
        *(report_withdrawn, report_escalated, report_holder_gone, report_asked_gone),
        *(report_follows_case, case_alarm, case_stuck, case_escalated, case_holder_gone),
        *(need_asked, need_answered, need_holder_gone, need_asked_gone),
        *(dispute_opened, dispute_settled, sharing_granted),
        *(transfer_offered, transfer_answered, transfer_withdrawn),
    )
}


def test_every_kind_says_of_every_event_who_is_told_or_why_nobody_is():
    told = [(each.of, each.event) for each in reference.events()]
    untold = [(each.of, event) for each in reference.untold() for event in each.events]
    assert set(product(KINDS, COMMON)) <= {*told, *untold}
    assert set(told) & set(untold) == set()
    assert {each.code for each in reference.events()} == SCENARIOS.keys()


@pytest.mark.parametrize("code", sorted(SCENARIOS))
def test_what_the_table_says_is_what_happens(code: str, world: World, now: datetime):
    cell = reference.event(code, local_date(now))
    seen = SCENARIOS[code](world, now)
    acting = ReportPermission.REPORT_TRIAGE if cell.of == "report" else CasePermission.CASE_READ
    wanted = {email for party in cell.tells for email in desk(seen.parties[party], acting)}
    assert set(addresses_told()) == wanted
    assert bool(wanted) == bool(cell.tells)
    assert set(Notice.objects.values_list("reason", flat=True)) == {cell.mail} - {None}
    assert set(Notice.objects.values_list("undated", flat=True)) <= {cell.undated}
    assert seen.moved == set(cell.moves)
    assert (seen.due is not None) == (cell.clock is not None)
    if cell.clock not in {None, URGENCY}:
        assert seen.due == late_since(str(cell.clock), seen.since or now)


def test_the_walk_would_notice_that_nobody_is_told(world: World, now: datetime):
    """The control: without the mail the same comparison fails."""
    report_acute(world, now)
    assert set(addresses_told()) == desk(world.shop)
    quiet()
    make_report(now, age=Age.ADULT)
    assert Notice.objects.count() == 0
