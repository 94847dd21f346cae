# SPDX-License-Identifier: EUPL-1.2
"""The facts about cases, gathered for many in a handful of queries. Only `work` asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from ketenzicht import reference
from ketenzicht.cases.care.models import Need, NeedOffer
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.law import protection_of
from ketenzicht.cases.file.legal_terms import legal_terms
from ketenzicht.cases.file.models import Action, BreakGlass, Case, Grant, TrackStep
from ketenzicht.cases.file.rules import PROTECTIONS
from ketenzicht.cases.file.selectors.able import unable_since
from ketenzicht.cases.file.selectors.alarms import alarms_of
from ketenzicht.cases.file.states import WHOLE
from ketenzicht.cases.file.tracks import conflict_since
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.shelter.facts import beds_of
from ketenzicht.cases.shelter.models import Whereabouts
from ketenzicht.cases.shelter.selectors import end_of_stay
from ketenzicht.cases.shelter.states import COSM, NOWHERE
from ketenzicht.cases.transfers.models import Escalation, Transfer, TransferMessage
from ketenzicht.cases.transfers.selectors import answers_left
from ketenzicht.cases.transfers.states import TransferState
from ketenzicht.cases.waiting.rules import TURNING_18, standing
from ketenzicht.cases.waiting.states import Broken, Facts, Offer, OpenNeed, Question
from ketenzicht.core.clock import day_end, local_date, midnight, today
from ketenzicht.core.obligations.states import Standing
from ketenzicht.offers.states import OfferState

WHY = "facts of cases already in reach"
NO_POLICE_CONTACT = frozenset({"none", "signal_only"})
ASKED_STATES = (OfferState.OFFERED, OfferState.REFUSED, OfferState.EXPIRED)
COSM_RULE = "cosm_no_next_place"
#: When something ends, and the version of the term that says so; empty where a decision says it.
Ends: TypeAlias = dict[str, tuple[datetime, str]]
DEADLINE_RULES = {
    "reflection_period": "reflection_ending",
    "reflection_period_dublin": "reflection_ending_dublin",
    "reflection_period_ammr": "reflection_ending_dublin",
    "b8_3_permit": "permit_expiring",
}


def standing_of(case_ids: Sequence[UUID], now: datetime) -> dict[UUID, list[Standing]]:
    """What stands by the facts of these cases; nothing about a closed one."""
    rows = Case.objects.whole_table(why=WHY).filter(pk__in=case_ids, closed_at=None)
    return {facts.case_id: standing(facts, now) for facts in facts_of(rows, now)}


def facts_of(cases: QuerySet[Case], now: datetime) -> list[Facts]:
    """Gather what decides about these cases, in a constant number of questions."""
    rows = list(cases.select_related("worker").order_by("pk"))
    ids = [case.pk for case in rows]
    holders = {case.pk: case.holder_id for case in rows}
    due, planned = _actions(ids)
    unable, elsewhere = unable_since(rows, now), _steps_elsewhere(ids, holders)
    cosm, shared = _cosm_ends(ids), _shared_with(ids)
    offers, left, decisions = _offers(ids), answers_left(ids), _decisions(ids)
    needs, broken = _needs(ids), _broken(ids)
    disputes, ladders = _disputes(ids)
    steps, beds, alarms = _steps(ids), beds_of(ids), alarms_of(ids)
    ends = {case.pk: _ends(case, steps[case.pk]) | cosm.get(case.pk, {}) for case in rows}
    computed = _computed_steps(ids)
    return [
        Facts(
            case_id=case.pk,
            holder_id=case.holder_id,
            opened_at=case.holder_since,
            risk=case.risk,
            region=case.region,
            decoy=case.decoy,
            next_due=due.get(case.pk),
            next_term=computed.get((case.pk, due.get(case.pk)), ""),
            planned_until=planned.get(case.pk),
            steps_elsewhere=tuple(elsewhere[case.pk]),
            last_contact_at=case.last_contact_at,
            nobodys_since=unable.get(case.pk),
            offer=offers.get(case.pk),
            unanswered=left.get(case.pk),
            decision=decisions.get(case.pk),
            needs=tuple(needs[case.pk]),
            residence_status=case.residence_status,
            dispute=disputes.get(case.pk),
            ladder=ladders.get(case.pk, ""),
            deadlines={code: at for code, (at, _term) in ends[case.pk].items()},
            terms={code: term for code, (_at, term) in ends[case.pk].items()},
            end_unknown_since=_end_unknown(steps[case.pk]),
            dismissed_at=_standing(steps[case.pk], "criminal", "dismissed"),
            bed=beds.get(case.pk, NOWHERE),
            thinking_since=_thinking(steps[case.pk]),
            conflict_since=_conflict(steps[case.pk]),
            alarms=alarms[case.pk],
            broken=tuple(broken[case.pk]),
            shared_with=frozenset(shared[case.pk]),
        )
        for case in rows
    ]


def _actions(
    ids: Iterable[UUID],
) -> tuple[dict[UUID, datetime], dict[UUID, datetime]]:
    rows = Action.objects.whole_table(why=WHY).filter(case__in=ids).order_by()
    summed = rows.values("case").annotate(
        due=Min("due", filter=Q(done_at=None)), done=Max("done_at")
    )
    due = {row["case"]: row["due"] for row in summed if row["due"]}
    return due, {row["case"]: row["done"] for row in summed if row["done"]}


def _computed_steps(ids: Iterable[UUID]) -> dict[tuple[UUID, datetime | None], str]:
    """By which version of a term the planned steps are due whose day nobody chose."""
    rows = Action.objects.whole_table(why=WHY).filter(case__in=ids, done_at=None)
    computed = rows.exclude(term="").order_by("due").values_list("case", "due", "term")
    return {(case_id, due): term for case_id, due, term in computed}


def _steps_elsewhere(
    ids: Iterable[UUID], holders: Mapping[UUID, UUID]
) -> defaultdict[UUID, list[tuple[UUID, UUID, datetime]]]:
    """Steps that another organisation than the holder planned to do."""
    found: defaultdict[UUID, list[tuple[UUID, UUID, datetime]]] = defaultdict(list)
    rows = Action.objects.whole_table(why=WHY).filter(case__in=ids, done_at=None)
    for step in rows.defer("words").order_by("due"):
        if step.organisation_id != holders[step.case_id]:
            found[step.case_id].append((step.pk, step.organisation_id, step.due))
    return found


def _offers(ids: Iterable[UUID]) -> dict[UUID, Offer]:
    rows = Transfer.objects.whole_table(why=WHY).filter(
        case__in=ids, state=TransferState.OFFERED, offered_at__isnull=False
    )
    offers = {row.pk: row for row in rows}
    asked = _questions(offers)
    return {
        row.case_id: Offer(
            id=row.pk,
            giver=row.giver_id,
            receiver=row.receiver_id,
            offered_at=row.offered_at,
            answer_by=row.answer_by,
            asked_at=asked.get(row.pk),
        )
        for row in offers.values()
        if row.offered_at and row.answer_by
    }


def _questions(offers: Mapping[UUID, Transfer]) -> dict[UUID, datetime]:
    """Since when the giver has not answered what the other asked about a proposal."""
    rows = TransferMessage.objects.whole_table(why=WHY).filter(transfer__in=list(offers))
    found: dict[UUID, datetime] = {}
    for said in rows.defer("words").order_by("at"):
        if said.organisation_id == offers[said.transfer_id].giver_id:
            found.pop(said.transfer_id, None)
        else:
            found.setdefault(said.transfer_id, said.at)
    return found


def _decisions(ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, UUID, datetime, datetime]]:
    rows = Escalation.objects.whole_table(why=WHY).filter(case__in=ids, resolved_at=None)
    return {row.case_id: (row.pk, row.organisation_id, row.raised_at, row.due) for row in rows}


def _needs(ids: Iterable[UUID]) -> defaultdict[UUID, list[OpenNeed]]:
    found: defaultdict[UUID, list[OpenNeed]] = defaultdict(list)
    rows = Need.objects.whole_table(why=WHY).filter(case__in=ids, state=NeedState.OPEN)
    questions = _needs_asked(ids)
    for need in rows.defer("words"):
        found[need.case_id].append(
            OpenNeed(
                id=need.pk,
                service=need.service,
                since=need.since,
                responsible=need.responsible_id,
                question=questions.get(need.pk),
            )
        )
    return found


def _needs_asked(ids: Iterable[UUID]) -> dict[UUID, Question]:
    """The question about each need, while its answer is awaited or came to nothing unnoted."""
    rows = NeedOffer.objects.whole_table(why=WHY).filter(
        case__in=ids, state__in=ASKED_STATES, noted_at=None
    )
    return {
        row.need_id: Question(
            asked=row.receiver_id,
            asked_at=row.offered_at,
            answer_by=row.answer_by,
            refused_at=row.answered_at,
            expired=row.state == OfferState.EXPIRED,
        )
        for row in rows.defer("answer")
        if row.offered_at and row.answer_by
    }


def _disputes(
    ids: Iterable[UUID],
) -> tuple[dict[UUID, tuple[UUID, UUID, UUID, datetime]], dict[UUID, str]]:
    """Open disagreements, and the ladder each of them climbs."""
    rows = list(Dispute.objects.whole_table(why=WHY).filter(case__in=ids, resolved_at=None))
    found = {row.case_id: (row.pk, row.first_id, row.second_id, row.opened_at) for row in rows}
    return found, {row.case_id: row.ladder for row in rows}


def _broken(ids: Iterable[UUID]) -> defaultdict[UUID, list[Broken]]:
    found: defaultdict[UUID, list[Broken]] = defaultdict(list)
    rows = BreakGlass.objects.whole_table(why=WHY).filter(case__in=ids, reviewed_at=None)
    for row in rows.select_related("member").defer("reason"):
        found[row.case_id].append(
            Broken(
                id=row.pk,
                member=row.member_id,
                organisation=row.member.organisation_id,
                since=row.since,
                review_due=row.review_due,
            )
        )
    return found


def _shared_with(ids: Iterable[UUID]) -> defaultdict[UUID, set[UUID]]:
    """The organisations that see a part of the file, until that ends or the sweep finds it ended.

    Who sees only its own tasks, or only who pays, is told of no alarm.

    Whether it still is at this moment, every reading asks again.
    """
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = Grant.objects.whole_table(why=WHY).filter(case__in=ids, revoked_at=None)
    for grant in rows:
        if grant.shared.intersection(WHOLE):
            found[grant.case_id].add(grant.organisation_id)
    return found


def _cosm_ends(ids: Iterable[UUID]) -> dict[UUID, Ends]:
    """When the stay in COSM of these cases ends; the next place has to be there before."""
    stays = Whereabouts.objects.whole_table(why=WHY).filter(
        case__in=ids, until=None, shelter_type=COSM
    )
    rows = stays.order_by().select_related("case").defer("address")
    ends = {row.case_id: end_of_stay(row, row.case.region) for row in rows}
    return {case_id: {COSM_RULE: end} for case_id, end in ends.items() if end is not None}


def _ends(case: Case, steps: Sequence[TrackStep]) -> Ends:
    """What ends of a case on a day that is warned of, and by which version of which term."""
    return _deadlines(steps) | _majority(case) | _protection(case) | _legal(steps, case.region)


def _steps(ids: Iterable[UUID]) -> defaultdict[UUID, list[TrackStep]]:
    found: defaultdict[UUID, list[TrackStep]] = defaultdict(list)
    for row in TrackStep.objects.whole_table(why=WHY).filter(case__in=ids, ended_at=None):
        found[row.case_id].append(row)
    return found


def _deadlines(steps: Iterable[TrackStep]) -> Ends:
    return {
        DEADLINE_RULES[term]: (step.due, "" if step.document_day else step.rule)
        for step in steps
        if step.due is not None and (term := step.rule.partition("@")[0]) in DEADLINE_RULES
    }


def _majority(case: Case) -> Ends:
    if case.adult_from is None:
        return {}
    rule = reference.deadline("majority", local_date(case.opened_at), case.region)
    return {TURNING_18: (midnight(case.adult_from), rule.version)}


def _protection(case: Case) -> Ends:
    """When a protection ends that ends for everybody on one day."""
    row = protection_of(case.residence_status, today())
    if row is None:
        return {}
    ends, term = row.attributes["ends"], f"{PROTECTIONS}{row.code}"
    return {str(row.attributes["rule"]): (day_end(ends), term)} if isinstance(ends, date) else {}


def _legal(steps: Sequence[TrackStep], region: str) -> Ends:
    """The ends of terms of law that a stall rule warns of."""
    return {
        term.alarm: (term.at, term.rule.version)
        for term in legal_terms(steps, region=region)
        if term.alarm and term.at is not None
    }


def _end_unknown(steps: Iterable[TrackStep]) -> datetime | None:
    """Since when a step runs whose rule is not known, so that no end can be computed."""
    return min((step.since for step in steps if step.rule and step.due is None), default=None)


def _conflict(steps: Iterable[TrackStep]) -> datetime | None:
    return conflict_since({step.track: (step.step, step.since) for step in steps})


def _standing(steps: Iterable[TrackStep], track: str, *codes: str) -> datetime | None:
    found = (step.since for step in steps if step.track == track and step.step in codes)
    return next(found, None)


def _thinking(steps: Sequence[TrackStep]) -> datetime | None:
    """Since when the reflection period runs, while nobody talked with the police."""
    begun = _standing(steps, "residence", "reflection_running")
    talked = any(step.track == "criminal" and step.step not in NO_POLICE_CONTACT for step in steps)
    return None if talked else begun
