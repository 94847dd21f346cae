# SPDX-License-Identifier: EUPL-1.2
"""What stands about a case. Facts in, obligations out; the clocks are the rules of `reference`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from ketenzicht import reference
from ketenzicht.cases.file.law import cover_of
from ketenzicht.cases.file.rules import NEED_NOT_ANSWERED, pressing_at, rule_for
from ketenzicht.cases.payer.ladders import rungs_of
from ketenzicht.cases.shelter.rules import beds_standing
from ketenzicht.cases.waiting.states import CaseWork, Facts, OpenNeed, Question
from ketenzicht.core.clock import local_date, midnight, today
from ketenzicht.core.obligations.states import Harm, Part, Standing
from ketenzicht.core.terms import before, late_since

#: From when a step that comes up stands on a day.
AHEAD = timedelta(days=7)  # no term: how far a day looks ahead
NO_CONTACT = "no_contact"
NO_NEXT_STEP = "no_next_step"
NOT_ACCEPTED = "referral_not_accepted"
NOBODYS = "no_coordinator_assigned"
TURNING_18, CONFLICT = "turning_18", "conflicting_tracks"
NO_BED = "no_safe_bed"
NEED_RULES = {
    "shelter": NO_BED,
    "brp": "no_postal_address",
    "income": "no_income",
    "health_insurance": "insurance_unknown",
}
#: The recipient that is the holder itself.
HOLDER = "care_coordination"
#: Who directs or stands behind the chain of a whole region; the others are told where the case is
#: shared with their organisation.
OF_REGION = frozenset({"ketenregisseur", "table_chair", "comensha_helpdesk"})


def standing(facts: Facts, now: datetime) -> list[Standing]:
    """Return everything that stands by these facts; of `now` it takes which rules hold."""
    found = [item for finder in _FINDERS for item in finder(facts, now)]
    found = [replace(item, region=facts.region) for item in found]
    if facts.decoy:
        return [replace(item, rule="", late_since=None) for item in found]
    return [*found, *(line for item in found for line in _told(facts, item))]


def _wait(facts: Facts, code: str, since: datetime, owner: UUID) -> Standing:
    """A wait by a rule; it stands on the day of who keeps it waiting from when it is too long."""
    late = _late(facts, code, since)
    at_once = rule_for(code, since).at_once
    return Standing(
        kind=CaseWork.WAIT,
        key=code,
        rule=code,
        owner=owner,
        asker=facts.holder_id,
        since=since,
        shows_from=late,
        late_since=late,
        harm=Harm.NOW if at_once else Harm.TODAY,
        rank=0 if at_once else 1,
    )


def _late(facts: Facts, code: str, since: datetime) -> datetime:
    return late_since(code, since, pressing=pressing_at(facts.risk), region=facts.region)


def _silence(facts: Facts, _now: datetime) -> Iterator[Standing]:
    since = facts.last_contact_at or facts.opened_at
    yield _wait(facts, NO_CONTACT, since, facts.holder_id)


def _next_step(facts: Facts, _now: datetime) -> Iterator[Standing]:
    """The holder plans and does the next step; others do the steps they took on."""
    due = facts.next_due
    since = due or facts.planned_until or facts.opened_at
    yield Standing(
        kind=CaseWork.NEXT,
        rule=NO_NEXT_STEP,
        owner=facts.holder_id,
        asker=facts.holder_id,
        since=since,
        shows_from=due - AHEAD if due else since,
        late_since=_late(facts, NO_NEXT_STEP, since),
        until=due,
        term=facts.next_term,
        harm=Harm.WEEK if due else Harm.TODAY,
    )
    for step_id, owner, step_due in facts.steps_elsewhere:
        yield Standing(
            kind=CaseWork.STEP,
            key=str(step_id),
            owner=owner,
            asker=facts.holder_id,
            since=step_due,
            shows_from=step_due - AHEAD,
            until=step_due,
        )


def _worker(facts: Facts, _now: datetime) -> Iterator[Standing]:
    if facts.nobodys_since is not None:
        yield _wait(facts, NOBODYS, facts.nobodys_since, facts.holder_id)


def _offered(facts: Facts, _now: datetime) -> Iterator[Standing]:
    """Who was asked answers; who asked waits, and answers questions about it meanwhile."""
    if (offer := facts.offer) is None:
        return
    asked = Standing(
        kind=CaseWork.ANSWER,
        key=str(offer.id),
        rule=NOT_ACCEPTED,
        owner=offer.receiver,
        asker=offer.giver,
        since=offer.offered_at,
        shows_from=offer.offered_at,
        late_since=_late(facts, NOT_ACCEPTED, offer.offered_at),
        until=offer.answer_by,
    )
    yield asked
    waits = replace(asked, owner=offer.giver, asker=None, rule="", late_since=None)
    yield replace(waits, kind=CaseWork.OFFERED, harm=Harm.WAITING)
    if (at := offer.asked_at) is not None:
        question = replace(waits, kind=CaseWork.QUESTION, asker=offer.receiver)
        yield replace(question, since=at, shows_from=at, harm=Harm.TODAY)


def _stuck(facts: Facts, _now: datetime) -> Iterator[Standing]:
    """What came of an offer is the giver's to act on; a stuck case is for one to decide."""
    if facts.unanswered is not None:
        transfer_id, at = facts.unanswered
        yield Standing(
            kind=CaseWork.REFUSED,
            key=str(transfer_id),
            owner=facts.holder_id,
            since=at,
            shows_from=at,
            harm=Harm.TODAY,
        )
    if facts.decision is not None:
        escalation_id, owner, raised_at, due = facts.decision
        yield Standing(
            kind=CaseWork.DECIDE,
            key=str(escalation_id),
            owner=owner,
            asker=facts.holder_id,
            since=raised_at,
            shows_from=raised_at,
            until=due,
            harm=Harm.TODAY,
        )


def _needs(facts: Facts, _now: datetime) -> Iterator[Standing]:
    """Each need has one who answers for it; by a rule the earliest of its kind is late."""
    ruled: set[str] = set()
    for need in sorted(facts.needs, key=lambda need: (need.since, str(need.id))):
        code = (
            ""
            if need.service in ruled
            else need_rule(need.service, facts.residence_status, local_date(need.since))
        )
        ruled.add(need.service)
        since = need.since
        if code == NO_BED:
            code, since = facts.bed.wait_for_one(code, since)
        if need.responsible != facts.holder_id:
            yield _taken_need(facts, need, code, since)
        elif code:
            yield _wait(facts, code, since, need.responsible)
        if need.question is not None:
            yield from _asked(facts, need, need.question)


def _asked(facts: Facts, need: OpenNeed, question: Question) -> Iterator[Standing]:
    """The one who was asked has it on the day; after a no or silence who asked has it again."""
    if question.open:
        yield Standing(
            kind=CaseWork.ASKED,
            key=str(need.id),
            owner=question.asked,
            asker=facts.holder_id,
            since=question.asked_at,
            shows_from=question.asked_at,
            until=question.answer_by,
        )
    refused = question.refused_at
    yield Standing(
        kind=CaseWork.NEED_LEFT,
        key=str(need.id),
        rule="" if refused else NEED_NOT_ANSWERED,
        owner=facts.holder_id,
        asker=facts.holder_id,
        since=refused or question.asked_at,
        shows_from=refused or question.answer_by,
        late_since=None if refused else question.answer_by,
        harm=Harm.TODAY,
    )


def need_rule(service: str, residence_status: str, since: date) -> str:
    """The rule that a need waits by: what has to be arranged follows from the right to stay.

    It is the rule of the day on which the need began.
    """
    cover = cover_of(service, residence_status, since)
    if cover is None:
        return NEED_RULES.get(service, "")
    return str(cover.attributes["rule"])


def _taken_need(facts: Facts, need: OpenNeed, code: str, since: datetime) -> Standing:
    late = _late(facts, code, since) if code else None
    return Standing(
        kind=CaseWork.NEED,
        key=str(need.id),
        rule=code,
        owner=need.responsible,
        asker=facts.holder_id,
        since=need.since,
        shows_from=need.since,
        late_since=late,
        until=late,
    )


def _money(facts: Facts, _now: datetime) -> Iterator[Standing]:
    """Both parties have it on their day; each rung of the ladder gives way to the next."""
    if facts.dispute is None:
        return
    dispute_id, first, second, since = facts.dispute
    for party in (first, second):
        yield Standing(
            kind=CaseWork.DISPUTE,
            key=str(dispute_id),
            owner=party,
            since=since,
            shows_from=since,
        )
    rungs = [_wait(facts, code, since, second) for code in rungs_of(facts.ladder, since)]
    nexts = [rung.late_since for rung in rungs[1:]]
    for number, (rung, following) in enumerate(zip(rungs, [*nexts, None], strict=True)):
        shows = rung.shows_from if second == facts.holder_id else None
        yield replace(rung, rung=number, gives_way_at=following, shows_from=shows)


def _deadlines(facts: Facts, now: datetime) -> Iterator[Standing]:
    """A term warns from its first warning on; of who came of age nobody warns any more."""
    for code, due in facts.deadlines.items():
        rule = reference.escalation_rule(code, local_date(now), facts.region)
        begun = min(before(due, period) for period in rule.before)
        yield Standing(
            kind=CaseWork.WAIT,
            key=code,
            rule=code,
            owner=facts.holder_id,
            asker=facts.holder_id,
            since=begun,
            shows_from=begun,
            late_since=begun,
            until=due,
            term=facts.terms.get(code, ""),
            gives_way_at=_next_month(due) if code == TURNING_18 else None,
            harm=Harm.TODAY,
        )


def _next_month(moment: datetime) -> datetime:
    day = local_date(moment)
    return midnight(date(day.year + day.month // 12, day.month % 12 + 1, 1))


def _turns(facts: Facts, _now: datetime) -> Iterator[Standing]:
    found: Mapping[str, datetime | None] = {
        "case_dismissed": facts.dismissed_at,
        "end_unknown": facts.end_unknown_since,
        "bed_only": facts.bed.unhelped_since,
        CONFLICT: facts.conflict_since,
        **facts.alarms,
        "police_talk_waiting": facts.thinking_since,
    }
    for code, since in found.items():
        if since is not None:
            yield _wait(facts, code, since, facts.holder_id)


def _beds(facts: Facts, _now: datetime) -> Iterator[Standing]:
    yield from beds_standing(facts.bed, facts.holder_id, facts.region)


def _reviews(facts: Facts, _now: datetime) -> Iterator[Standing]:
    """Broken glass is judged on both sides, never by who broke it; where nobody may, it is said."""
    for broken in facts.broken:
        for owner in {broken.organisation, facts.holder_id}:
            review = Standing(
                kind=CaseWork.REVIEW,
                key=str(broken.id),
                owner=owner,
                since=broken.since,
                shows_from=broken.since,
                until=broken.review_due,
                harm=Harm.TODAY,
                not_for=broken.member,
            )
            yield review
            yield replace(review, kind=CaseWork.NO_REVIEWER, until=None, not_for=None)


def _told(facts: Facts, item: Standing) -> Iterator[Standing]:
    """Whom the rule names to act or to be told: who carries that role in the region, or at an
    organisation the case is shared with."""
    if not item.rule:
        return
    rule = rule_for(item.rule, item.since)
    named = {code: _role(code) for code in (rule.acts, *rule.also_told) if _role(code)}
    line = replace(
        item,
        key=item.rule,
        part=Part.TOLD,
        shows_from=item.late_since,
        until=None,
        harm=Harm.TODAY,
        rank=1,
        asker=None,
    )
    for role in set(named.values()) & OF_REGION:
        yield replace(line, kind=CaseWork.TOLD, role=role)
    elsewhere = {role for code, role in named.items() if code != HOLDER} - OF_REGION
    for told in facts.shared_with - {item.owner, facts.holder_id}:
        for role in elsewhere:
            yield replace(line, kind=CaseWork.TOLD_SHARE, told=told, role=role)


def _role(recipient: str) -> str:
    return str(reference.code("alarm_recipients", recipient, by=today()).attributes.get("role", ""))


_FINDERS: tuple[Callable[[Facts, datetime], Iterator[Standing]], ...] = (
    _silence,
    _next_step,
    _worker,
    _offered,
    _stuck,
    _needs,
    _money,
    _deadlines,
    _turns,
    _beds,
    _reviews,
)
