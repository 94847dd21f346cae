# SPDX-License-Identifier: EUPL-1.2
"""The list of cases and the search in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import DateTimeField, Min, OuterRef, Q, QuerySet, Subquery

from ketenzicht.accounts.selectors import stands_in_for
from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.file.selectors.labels import LABEL, labels_of
from ketenzicht.cases.file.states import CaseState
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.cases.transfers.states import TransferState
from ketenzicht.core.permissions import require
from ketenzicht.search.selectors import code_in, sealed_with

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "rows of cases already in reach"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list: its code, one's own name for it, and who is to act before when."""

    id: UUID
    code: str
    label: str
    state: str
    risk: str
    holder: str
    mine: bool
    next_due: datetime | None
    last_contact_at: datetime | None
    offered_to: str
    closed_at: datetime | None
    closure_reason: str


def cases_for(
    actor: Member, now: datetime, *, state: str = "", whose: str = "", risk: str = ""
) -> QuerySet[Case]:
    """The cases the actor reaches, those that need them first."""
    found = reached(actor, now)
    found = found.filter(state=state) if state else found.exclude(state=CaseState.CLOSED)
    if risk:
        found = found.filter(risk=risk)
    if whose == "held":
        found = found.filter(holder=actor.organisation_id)
    if whose == "shared":
        found = found.exclude(holder=actor.organisation_id)
    if whose == "mine":
        found = found.filter(Q(worker=actor) | Q(worker__in=stands_in_for(actor, now)))
    return found.order_by("-closed_at", "pk") if state == CaseState.CLOSED else found


def reached(actor: Member, now: datetime) -> QuerySet[Case]:
    """All cases the actor reaches, closed ones too, those that need them first."""
    require(actor, CasePermission.CASE_READ)
    found = Case.objects.for_reader(actor, now).select_related("holder")
    return found.annotate(next_due=_next_due()).order_by("next_due", "opened_at", "pk")


def _next_due() -> Subquery:
    rows = Action.objects.whole_table(why=WHY).filter(case=OuterRef("pk"), done_at=None)
    first = rows.order_by().values("case").annotate(first=Min("due")).values("first")
    return Subquery(first, output_field=DateTimeField())


def search(actor: Member, found: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Keep the cases with this code, or whose own name has all these words; no text is opened."""
    if not words:
        return found
    own = sealed_with(LABEL, actor.organisation_id, words)
    return found.filter(code_in(words, "code") | Q(pk__in=own))


def lines(actor: Member, page: Sequence[Case], now: datetime) -> list[CaseLine]:
    """Turn one page of cases into lines; that this list was seen is on record first."""
    record_access(
        actor=actor,
        action=CasePermission.CASE_READ,
        kind="case-list",
        now=now,
        purpose="care",
        detail={"rows": len(page)},
    )
    ids = [case.pk for case in page]
    labels = labels_of(actor, ids, now)
    offers = _open_offers(ids)
    return [
        CaseLine(
            id=case.pk,
            code=case.code,
            label=labels.get(case.pk, ""),
            state=case.state,
            risk=case.risk,
            holder=case.holder.name,
            mine=case.holder_id == actor.organisation_id,
            next_due=getattr(case, "next_due", None),
            last_contact_at=case.last_contact_at,
            offered_to=offers.get(case.pk, ""),
            closed_at=case.closed_at,
            closure_reason=case.closure_reason,
        )
        for case in page
    ]


def _open_offers(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    rows = Transfer.objects.whole_table(why=WHY).filter(case__in=ids, state=TransferState.OFFERED)
    return {row.case_id: row.receiver.name for row in rows.select_related("receiver")}
