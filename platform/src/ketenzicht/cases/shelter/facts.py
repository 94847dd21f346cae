# SPDX-License-Identifier: EUPL-1.2
"""The facts about beds of many cases, for what stands about those cases."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Max, Q

from ketenzicht import reference
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.shelter.models import Whereabouts
from ketenzicht.cases.shelter.states import Bed
from ketenzicht.core.clock import today

WHY = "facts about beds of cases already in reach"


def beds_of(ids: Iterable[UUID]) -> dict[UUID, Bed]:
    """Who has a bed or left one, and who has nothing but a bed; where it is stays closed."""
    rows = Whereabouts.objects.whole_table(why=WHY).filter(case__in=ids).order_by()
    stays = rows.values("case").annotate(
        begun=Max("since", filter=Q(until=None)), left_at=Max("until")
    )
    helped = _helped(ids)
    return {
        stay["case"]: Bed(
            since=stay["begun"],
            left_at=stay["left_at"],
            unhelped_since=None if stay["case"] in helped else stay["begun"],
        )
        for stay in stays
    }


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
