# SPDX-License-Identifier: EUPL-1.2
"""The list of reports an organisation holds, by urgency and age. Nothing in it is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from ketenzicht import reference
from ketenzicht.accounts.handover import Member
from ketenzicht.audit import services as audit
from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import search_token
from ketenzicht.core.folding import compact, fold
from ketenzicht.core.permissions import require
from ketenzicht.intake.identifiers import keys_of
from ketenzicht.intake.models import KIND, Report, ReportKey
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.states import KeyKind, ReportState, Urgency
from ketenzicht.search.selectors import names

PER_PAGE = 25


class Which(StrEnum):
    """The piles of the inbox."""

    OPEN = "open"
    ALL = "all"
    UNREAD = "unread"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked to see."""

    which: Which = Which.OPEN
    urgency: str = ""
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the list: nothing of what was told, only what orders the work."""

    id: UUID
    label: str
    state: ReportState
    urgency: Urgency
    received_on: date
    due_at: datetime | None
    municipality: str
    wish: str
    subject: str
    minor: bool
    unread: bool
    similar: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the list."""

    rows: tuple[InboxRow, ...]
    page: Page[Report]


def inbox(actor: Member, filters: Filters, *, now: datetime) -> Inbox:
    """Return a page of the reports this organisation holds, most urgent and oldest first."""
    page = Paginator(reports_held(actor, filters, now=now), PER_PAGE).get_page(filters.page)
    return Inbox(tuple(inbox_rows(actor, list(page.object_list), filters.which, now=now)), page)


def reports_held(actor: Member, filters: Filters, *, now: datetime) -> QuerySet[Report]:
    """The reports this organisation holds, most urgent and oldest first."""
    require(actor, ReportPermission.REPORT_READ)
    held = Report.objects.for_reader(actor, now)
    found = _searched(actor, _piled(held, filters), filters.text, now)
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    closed_last = ExpressionWrapper(Q(state=ReportState.CLOSED), BooleanField())
    return found.order_by(closed_last, "urgency", "due_at", "received_on", "id")


def reports_chosen(actor: Member, keys: Iterable[UUID], *, now: datetime) -> QuerySet[Report]:
    """These reports, as far as this organisation holds them; others are not there."""
    require(actor, ReportPermission.REPORT_TRIAGE)
    held = Report.objects.for_reader(actor, now).filter(pk__in=list(keys))
    return held.order_by("received_on", "id")


def inbox_rows(
    actor: Member, rows: Sequence[Report], which: Which, *, now: datetime
) -> list[InboxRow]:
    """Lines about these reports; that they were listed is on record first."""
    audit.record_access(
        actor=actor,
        action="report:list",
        kind=KIND,
        now=now,
        purpose="triage",
        detail={"rows": len(rows), "pile": which},
    )
    same = _similar(actor, rows, now)
    return [_row(row, same[row.id]) for row in rows]


def _piled(held: QuerySet[Report], filters: Filters) -> QuerySet[Report]:
    match filters.which:
        case Which.ALL:
            return held
        case Which.OPEN:
            return held.exclude(state=ReportState.CLOSED)
        case Which.UNREAD:
            return held.filter(unread=True)
        case Which.WAITING:
            return held.filter(state=ReportState.REFERRED)
        case Which.CLOSED:
            return held.filter(state=ReportState.CLOSED)


def _searched(actor: Member, found: QuerySet[Report], text: str, now: datetime) -> QuerySet[Report]:
    """Search by number, municipality, or an exact address, plate, number or account."""
    if not fold(text):
        return found
    places = [
        each.code for each in reference.municipalities(by=local_date(now)) if names(each.nl, text)
    ]
    tokens = [
        search_token(actor.organisation_id, key, written).hex()
        for where in found.order_by().values_list("municipality", flat=True).distinct()
        for kind in KeyKind
        for key, written in keys_of({kind: text}, where)
    ]
    keys = ReportKey.objects.for_reader(actor, now).filter(token__in=set(tokens))
    rule = Q(municipality__in=places) | Q(pk__in=keys.values("report"))
    number = compact(text).removeprefix("M").lower()
    if number and all(sign in "0123456789abcdef" for sign in number) and len(number) <= 6:
        rule |= _numbered(found, number)
    return found.filter(rule)


def _numbered(found: QuerySet[Report], number: str) -> Q:
    matching = [pk for pk in found.values_list("pk", flat=True) if pk.hex.startswith(number)]
    return Q(pk__in=matching)


def _similar(actor: Member, rows: Sequence[Report], now: datetime) -> Counter[UUID]:
    keys = ReportKey.objects.for_reader(actor, now)
    own = list(keys.filter(report__in=rows).values_list("report", "token"))
    shared = list(keys.filter(token__in={token for _, token in own}).values_list("report", "token"))
    by_token: dict[str, set[UUID]] = {}
    for report, token in shared:
        by_token.setdefault(token, set()).add(report)
    others: dict[UUID, set[UUID]] = {}
    for report, token in own:
        others.setdefault(report, set()).update(by_token[token] - {report})
    return Counter({report: len(found) for report, found in others.items()})


def _row(row: Report, similar: int) -> InboxRow:
    return InboxRow(
        id=row.id,
        label=row.label,
        state=ReportState(row.state),
        urgency=Urgency(row.urgency),
        received_on=row.received_on,
        due_at=row.due_at,
        municipality=row.municipality,
        wish=row.wish,
        subject=row.subject,
        minor=row.age == "minor",
        unread=row.unread,
        similar=similar,
    )
