# SPDX-License-Identifier: EUPL-1.2
"""Lists: my cases, proposals to answer, decisions to take, glass to review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import DateTimeField, Min, OuterRef, Q, QuerySet, Subquery

from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import members_with
from ketenzicht.audit.services import record_look
from ketenzicht.cases.models import Action, BreakGlass, Case, Escalation, Label, Need, Transfer
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.states import OPEN_TRANSFER, CaseState, NeedState, TransferState
from ketenzicht.core.permissions import require
from ketenzicht.vault.services import open_envelopes

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "rows of cases already in reach"
ANSWERS_STAY = timedelta(days=7)


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
    handing_to: str


def cases_for(
    actor: Member, now: datetime, *, state: str = "", whose: str = "", risk: str = ""
) -> QuerySet[Case]:
    """The cases the actor reaches, those that need them first."""
    require(actor, CasePermission.CASE_READ)
    found = Case.objects.for_reader(actor, now).select_related("holder")
    found = found.filter(state=state) if state else found.exclude(state=CaseState.CLOSED)
    if risk:
        found = found.filter(risk=risk)
    if whose == "held":
        found = found.filter(holder=actor.organisation_id)
    if whose == "shared":
        found = found.exclude(holder=actor.organisation_id)
    if whose == "mine":
        found = found.filter(worker=actor)
    return found.annotate(next_due=_next_due()).order_by("next_due", "opened_at", "pk")


def _next_due() -> Subquery:
    rows = Action.objects.whole_table(why=WHY).filter(case=OuterRef("pk"), done_at=None)
    first = rows.order_by().values("case").annotate(first=Min("due")).values("first")
    return Subquery(first, output_field=DateTimeField())


def search(actor: Member, found: QuerySet[Case], words: str, now: datetime) -> QuerySet[Case]:
    """Keep the cases whose code or own label holds these words; nobody else's text is read."""
    if not words:
        return found
    labels = labels_of(actor, found.values_list("pk", flat=True), now)
    wanted = words.casefold()
    named = [case_id for case_id, label in labels.items() if wanted in label.casefold()]
    code = words.upper().replace(" ", "")
    return found.filter(Q(code__contains=code) | Q(pk__in=named))


def labels_of(
    actor: Member, case_ids: Iterable[UUID] | QuerySet[Case], now: datetime
) -> Mapping[UUID, str]:
    """What the actor's organisation calls these cases."""
    rows = list(Label.objects.for_reader(actor, now).filter(case__in=case_ids))
    envelopes = open_envelopes([row.envelope_id for row in rows], actor.organisation_id)
    return {
        row.case_id: envelopes[row.envelope_id].read(row, "words")
        for row in rows
        if row.envelope_id in envelopes
    }


def lines(actor: Member, page: Sequence[Case], now: datetime) -> list[CaseLine]:
    """Turn one page of cases into lines; that this list was seen is on record first."""
    record_look(
        actor=actor,
        action=CasePermission.CASE_READ,
        kind="case-list",
        now=now,
        purpose="care",
        detail={"rows": len(page)},
    )
    ids = [case.pk for case in page]
    labels = labels_of(actor, ids, now)
    handing = _handing(ids)
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
            handing_to=handing.get(case.pk, ""),
        )
        for case in page
    ]


def _handing(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    rows = Transfer.objects.whole_table(why=WHY).filter(case__in=ids, state=TransferState.OFFERED)
    return {row.case_id: row.receiver.name for row in rows.select_related("receiver")}


def transfers_to_answer(actor: Member, now: datetime) -> QuerySet[Transfer]:
    """Proposals to the actor's organisation that wait for a yes or a no, soonest first."""
    require(actor, CasePermission.CASE_HAND_OVER)
    rows = Transfer.objects.for_reader(actor, now).select_related("case", "giver", "receiver")
    return rows.filter(receiver=actor.organisation_id, state=TransferState.OFFERED).order_by(
        "answer_by"
    )


def transfers_under_way(
    actor: Member, now: datetime, *, words: str = "", state: str = ""
) -> QuerySet[Transfer]:
    """Own proposals and hand-overs that are not rounded off; by code or organisation."""
    require(actor, CasePermission.CASE_HAND_OVER)
    rows = Transfer.objects.for_reader(actor, now).select_related("case", "giver", "receiver")
    states = [state.value for state in OPEN_TRANSFER]
    mine = actor.organisation_id
    given = Q(giver=mine, state__in=states)
    taken = Q(receiver=mine, state__in=[TransferState.ACCEPTED, TransferState.HANDED_OVER])
    found = rows.filter(given | taken).order_by("answer_by", "pk")
    if state:
        found = found.filter(state=state)
    code = Q(case__code__icontains=words.replace(" ", ""))
    party = Q(giver__name__icontains=words) | Q(receiver__name__icontains=words)
    return found.filter(code | party) if words else found


def answers_received(actor: Member, now: datetime) -> list[Transfer]:
    """Own proposals that were refused or went unanswered, while nothing new was offered."""
    require(actor, CasePermission.CASE_HAND_OVER)
    rows = Transfer.objects.for_reader(actor, now).select_related("case", "receiver")
    given = rows.filter(giver=actor.organisation_id, case__holder=actor.organisation_id)
    # A case has one open proposal at most, so the open one is the newest of its moment.
    in_order = sorted(
        given.filter(case__closed_at=None),
        key=lambda row: (row.drafted_at, row.state in OPEN_TRANSFER),
    )
    latest = {transfer.case_id: transfer for transfer in in_order}
    since = now - ANSWERS_STAY
    ended = {TransferState.REFUSED, TransferState.EXPIRED}
    return [
        row
        for row in latest.values()
        if row.state in ended and (row.answered_at or row.expired_at or since) > since
    ]


def needs_asked(actor: Member, now: datetime) -> QuerySet[Need]:
    """Needs the actor's organisation was asked to answer for."""
    rows = Need.objects.for_reader(actor, now).select_related("case", "case__holder")
    return rows.filter(asked=actor.organisation_id, state=NeedState.OPEN).order_by("answer_by")


def look_at_proposals(actor: Member, now: datetime) -> None:
    """Put on record that the list of hand-overs is about to be seen."""
    record_look(
        actor=actor,
        action=CasePermission.CASE_HAND_OVER,
        kind="transfer-list",
        now=now,
        purpose="hand-over",
    )


def to_decide(actor: Member, now: datetime) -> QuerySet[Escalation]:
    """Stuck cases about which the actor's organisation must decide."""
    require(actor, CasePermission.CASE_HAND_OVER)
    rows = Escalation.objects.for_reader(actor, now).select_related("case", "case__holder")
    return rows.filter(organisation=actor.organisation_id, resolved_at=None).order_by("due")


def glass_without_judge(actor: Member, now: datetime) -> int:
    """How much broken glass waits while nobody of the actor's organisation may judge it."""
    require(actor, AccountPermission.MEMBER_MANAGE)
    if members_with("privacy_officer", actor.organisation_id, now).exists():
        return 0
    return BreakGlass.objects.for_reader(actor, now).filter(reviewed_at=None).count()


def glass_to_review(actor: Member, now: datetime) -> QuerySet[BreakGlass]:
    """Broken glass that waits for a judgement, not one's own."""
    require(actor, CasePermission.BREAKGLASS_REVIEW)
    rows = BreakGlass.objects.for_reader(actor, now).filter(reviewed_at=None)
    related = rows.select_related("case", "case__holder", "member__user", "member__organisation")
    return related.exclude(member=actor).order_by("review_due")
