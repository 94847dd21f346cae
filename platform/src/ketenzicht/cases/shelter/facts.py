# SPDX-License-Identifier: EUPL-1.2
"""The facts about beds of many cases, for what stands about those cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import F, Max, Q

from ketenzicht import reference
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.shelter.models import BedOffer, BedRequest, Whereabouts
from ketenzicht.cases.shelter.states import (
    LOOKING,
    NOWHERE,
    AskedBed,
    Bed,
    BedState,
    Stay,
    Wanted,
)
from ketenzicht.core.clock import midnight, today

WHY = "facts about beds of cases already in reach"


def beds_of(ids: Iterable[UUID]) -> dict[UUID, Bed]:
    """Who has a bed or left one, and who has nothing but a bed; where it is stays closed."""
    rows = Whereabouts.objects.whole_table(why=WHY).filter(case__in=ids).order_by()
    stays = rows.values("case").annotate(
        begun=Max("since", filter=Q(until=None)), left_at=Max("until")
    )
    helped, wanted = _helped(ids), _wanted(ids)
    found = {
        stay["case"]: Bed(
            since=stay["begun"],
            left_at=stay["left_at"],
            unhelped_since=None if stay["case"] in helped else stay["begun"],
        )
        for stay in stays
    }
    for row in rows.filter(until=None).defer("address"):
        found[row.case_id] = replace(found[row.case_id], stay=_stay(row))
    return found | {
        case_id: replace(found.get(case_id, NOWHERE), wanted=request)
        for case_id, request in wanted.items()
    }


def _stay(row: Whereabouts) -> Stay:
    return Stay(
        id=row.pk,
        shelter=row.organisation_id,
        since=row.since,
        explained_until=midnight(row.longer_until) if row.longer_until else None,
    )


def _wanted(ids: Iterable[UUID]) -> dict[UUID, Wanted]:
    """The beds that are looked for, and whom each was put to."""
    rows = BedRequest.objects.whole_table(why=WHY).filter(case__in=ids, state__in=LOOKING)
    offers: defaultdict[UUID, list[AskedBed]] = defaultdict(list)
    asked = BedOffer.objects.whole_table(why=WHY).filter(case__in=ids, request__state__in=LOOKING)
    for row in asked.defer("answer").order_by("offered_at", "pk"):
        if row.offered_at and row.answer_by:
            offers[row.request_id].append(_asked(row, row.offered_at, row.answer_by))
    return {
        row.case_id: Wanted(
            id=row.pk,
            since=row.since,
            interim_until=row.interim_until,
            asked=tuple(offers[row.pk]),
        )
        for row in rows.only("pk", "case_id", "since", "interim_until")
    }


def _asked(row: BedOffer, offered_at: datetime, answer_by: datetime) -> AskedBed:
    state = BedState(row.state)
    there = row.shelter_id if state is BedState.CHOSEN else None
    return AskedBed(
        id=row.pk,
        shelter=there or row.receiver_id,
        state=state,
        asked_at=offered_at,
        answer_by=answer_by,
        answered_at=row.answered_at,
        begins=row.begins,
    )


def _helped(ids: Iterable[UUID]) -> set[UUID]:
    """Cases with support that somebody else took on, or that is arranged.

    A need that was only written down is paper: the holder answers for it by itself. Neither does a
    planned step count: every case has one, and its words are closed to the machine.
    """
    kinds = reference.codes("service_types", by=today())
    support = [code.code for code in kinds if _supports(code)]
    needs = Need.objects.whole_table(why=WHY).filter(case__in=ids, service__in=support)
    taken = Q(state=NeedState.OPEN) & ~Q(responsible=F("case__holder"))
    return set(needs.filter(taken | Q(state=NeedState.MET)).values_list("case", flat=True))


def _supports(code: reference.Code) -> bool:
    return bool(code.attributes.get("support"))
