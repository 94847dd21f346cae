# SPDX-License-Identifier: EUPL-1.2
"""The facts the stall rules look at, gathered for many cases in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet

from ketenzicht.audit.services import record_look
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.models import Action, Block, Case, TrackStep
from ketenzicht.cases.file.selectors.able import unable_since
from ketenzicht.cases.file.selectors.alarms import alarms_of
from ketenzicht.cases.file.tracks import conflict_since
from ketenzicht.cases.payer.models import Dispute
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.models import Whereabouts
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.states import TransferState
from ketenzicht.cases.waiting.rules import TURNING_18, Facts, Wait, waits
from ketenzicht.core.clock import midnight
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import term_end

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "facts of cases already in reach"
NO_TALK = frozenset({"none", "signal_only"})
DIRECTS = frozenset({"ketenregisseur", "table_chair"})
COSM_RULE = "cosm_no_next_place"
DEADLINE_RULES = {
    "reflection_period": "reflection_ending",
    "reflection_period_dublin": "reflection_ending_dublin",
    "b8_3_permit": "permit_expiring",
}


def waits_for(actor: Member, now: datetime) -> list[Wait]:
    """The waits an actor may know of, longest first; that they look is on record.

    Those of the cases in reach; those in which somebody waits for the actor's own organisation;
    and, for whoever directs the chain in a region, all of that region. Which case it is shows
    only where the case itself is in reach (`codes_of`). A case that is closed to this member is
    not there at all.
    """
    require(actor, CasePermission.STALL_READ)
    record_look(
        actor=actor, action=CasePermission.STALL_READ, kind="stall-list", now=now, purpose="stall"
    )
    mine = actor.organisation_id
    reached = Case.objects.for_reader(actor, now).filter(closed_at=None, decoy=False)
    own = _open_cases(actor).filter(Q(pk__in=_asking(mine)) | Q(pk__in=_disputed(mine)))
    around = [wait for wait in waits_of(own, now) if wait.waits_on == mine]
    if DIRECTS & actor.roles:
        around += waits_of(_open_cases(actor).filter(region__in=_regions(actor)), now)
    found = {(wait.case_id, wait.rule): wait for wait in (*around, *waits_of(reached, now))}
    return sorted(found.values(), key=lambda wait: (wait.since, wait.rule))


def _open_cases(actor: Member) -> QuerySet[Case]:
    rows = Case.objects.whole_table(why=WHY).exclude(Block.hides(actor, "pk"))
    return rows.filter(closed_at=None, decoy=False)


def _asking(organisation_id: UUID) -> QuerySet[Transfer, UUID]:
    rows = Transfer.objects.whole_table(why=WHY).filter(state=TransferState.OFFERED)
    return rows.filter(receiver_id=organisation_id).order_by().values_list("case", flat=True)


def _disputed(organisation_id: UUID) -> QuerySet[Dispute, UUID]:
    rows = Dispute.objects.whole_table(why=WHY).filter(resolved_at=None)
    party = Q(first_id=organisation_id) | Q(second_id=organisation_id)
    return rows.filter(party).order_by().values_list("case", flat=True)


def _regions(actor: Member) -> list[str]:
    return [area.region for area in actor.organisation.areas.all()]


def waits_of(cases: QuerySet[Case], now: datetime) -> list[Wait]:
    """The waits of these cases."""
    found = [wait for facts in facts_of(cases, now) for wait in waits(facts, now)]
    return sorted(found, key=lambda wait: (wait.since, wait.rule))


def facts_of(cases: QuerySet[Case], now: datetime) -> list[Facts]:
    """Gather what the rules need to know about these cases."""
    rows = list(cases.select_related("worker").order_by("pk"))
    ids = [case.pk for case in rows]
    due, planned = _actions(ids)
    unable = unable_since(rows, now)
    cosm = _cosm_ends(ids)
    offered, needs, disputes = _offers(ids), _needs(ids), _disputes(ids)
    steps, beds, alarms = _steps(ids), _beds_only(ids), alarms_of(ids)
    return [
        Facts(
            case_id=case.pk,
            holder_id=case.holder_id,
            opened_at=case.holder_since,
            risk=case.risk,
            next_due=due.get(case.pk),
            planned_until=planned.get(case.pk),
            last_contact_at=case.last_contact_at,
            nobodys_since=unable.get(case.pk),
            offered=offered.get(case.pk),
            needs=needs.get(case.pk, {}),
            dispute=disputes.get(case.pk),
            deadlines=_deadlines(steps[case.pk]) | cosm.get(case.pk, {}) | _majority(case),
            dismissed_at=_standing(steps[case.pk], "criminal", "dismissed"),
            bed_only_since=beds.get(case.pk),
            thinking_since=_thinking(steps[case.pk]),
            conflict_since=_conflict(steps[case.pk]),
            alarms=alarms[case.pk],
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


def _offers(ids: Iterable[UUID]) -> dict[UUID, tuple[datetime, UUID]]:
    rows = Transfer.objects.whole_table(why=WHY).filter(
        case__in=ids, state=TransferState.OFFERED, offered_at__isnull=False
    )
    return {row.case_id: (row.offered_at, row.receiver_id) for row in rows if row.offered_at}


def _needs(ids: Iterable[UUID]) -> dict[UUID, dict[str, tuple[datetime, UUID]]]:
    found: defaultdict[UUID, dict[str, tuple[datetime, UUID]]] = defaultdict(dict)
    rows = Need.objects.whole_table(why=WHY).filter(case__in=ids, state=NeedState.OPEN)
    for need in rows.order_by("-since"):
        found[need.case_id][need.service] = (need.since, need.responsible_id)
    return found


def _disputes(ids: Iterable[UUID]) -> dict[UUID, tuple[datetime, UUID]]:
    rows = Dispute.objects.whole_table(why=WHY).filter(case__in=ids, resolved_at=None)
    return {row.case_id: (row.opened_at, row.second_id) for row in rows}


def _beds_only(ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Stays without anything else arranged or asked for; where it is stays closed."""
    stays = Whereabouts.objects.whole_table(why=WHY).filter(case__in=ids, until=None)
    needs = Need.objects.whole_table(why=WHY).filter(case__in=ids).exclude(service="shelter")
    helped = set(needs.exclude(state=NeedState.DROPPED).values_list("case", flat=True))
    since = stays.order_by().values_list("case", "since")
    return {case_id: begun for case_id, begun in since if case_id not in helped}


def _cosm_ends(ids: Iterable[UUID]) -> dict[UUID, dict[str, datetime]]:
    """When the stay in COSM of these cases ends; the next place has to be there before."""
    stays = Whereabouts.objects.whole_table(why=WHY).filter(
        case__in=ids, until=None, shelter_type="cosm"
    )
    since = stays.order_by().values_list("case", "since")
    return {case_id: {COSM_RULE: term_end("cosm_stay", begun)} for case_id, begun in since}


def _steps(ids: Iterable[UUID]) -> defaultdict[UUID, list[TrackStep]]:
    found: defaultdict[UUID, list[TrackStep]] = defaultdict(list)
    for row in TrackStep.objects.whole_table(why=WHY).filter(case__in=ids, ended_at=None):
        found[row.case_id].append(row)
    return found


def _deadlines(steps: Iterable[TrackStep]) -> dict[str, datetime]:
    return {
        DEADLINE_RULES[term]: step.due
        for step in steps
        if step.due is not None and (term := step.rule.partition("@")[0]) in DEADLINE_RULES
    }


def _majority(case: Case) -> dict[str, datetime]:
    return {TURNING_18: midnight(case.adult_from)} if case.adult_from is not None else {}


def _conflict(steps: Iterable[TrackStep]) -> datetime | None:
    return conflict_since({step.track: (step.step, step.since) for step in steps})


def _standing(steps: Iterable[TrackStep], track: str, *codes: str) -> datetime | None:
    found = (step.since for step in steps if step.track == track and step.step in codes)
    return next(found, None)


def _thinking(steps: Sequence[TrackStep]) -> datetime | None:
    """Since when the reflection period runs, while nobody talked with the police."""
    begun = _standing(steps, "residence", "reflection_running")
    talked = any(step.track == "criminal" and step.step not in NO_TALK for step in steps)
    return None if talked else begun


def codes_of(actor: Member, found: Iterable[Wait], now: datetime) -> dict[UUID, str]:
    """The codes of the cases that wait, for whoever may open a case at all.

    Who directs the chain at an organisation a case is shared with still reads no case.
    """
    if CasePermission.CASE_READ not in actor.permissions:
        return {}
    ids = {wait.case_id for wait in found}
    rows = Case.objects.for_reader(actor, now).filter(pk__in=ids)
    return dict(rows.values_list("pk", "code"))
