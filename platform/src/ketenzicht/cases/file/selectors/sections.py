# SPDX-License-Identifier: EUPL-1.2
"""The sections of a case that belong to the file itself: steps, events, forms, procedures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.cases.file.models import Action, CaseEvent, Exploitation, TrackStep
from ketenzicht.cases.file.rules import claim_of_term
from ketenzicht.cases.file.selectors.access import Access, Reader
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.file.values import Circumstances
from ketenzicht.reference import Claim

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

CAN_BE_UNDONE = timedelta(days=1)  # no term: how long a page offers to undo


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A planned step, in words."""

    id: UUID
    words: str
    organisation: str
    due: datetime
    version: int
    mine: bool
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: an event, a note, a contact."""

    at: datetime
    kind: str
    who: str = ""
    words: str = ""
    detail: dict[str, str] = field(default_factory=dict)


def actions_of(reader: Reader) -> list[ActionLine]:
    """The steps that are planned, the first one first."""
    rows = Action.objects.for_reader(reader.actor, reader.now).filter(done_at=None)
    return _action_lines(reader, rows.order_by("due"))


def finished_of(reader: Reader) -> list[ActionLine]:
    """The steps that were done just now, while that can be taken back."""
    rows = Action.objects.for_reader(reader.actor, reader.now)
    return _action_lines(
        reader, rows.filter(done_at__gt=reader.now - CAN_BE_UNDONE).order_by("-done_at")
    )


def _action_lines(reader: Reader, found: QuerySet[Action]) -> list[ActionLine]:
    rows = found.filter(case=reader.access.case).select_related("organisation")
    return [
        ActionLine(
            id=row.pk,
            words=reader.envelope.read(row, "words"),
            organisation=row.organisation.name,
            due=row.due,
            version=row.version,
            mine=row.organisation_id == reader.actor.organisation_id,
            claim=claim_of_term(row.term),
        )
        for row in rows
    ]


def events_of(reader: Reader) -> list[Moment]:
    """What happened to a case, without what notes and contacts say already."""
    rows = CaseEvent.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    quiet = ("noted", "contact", "wish", "planned", "done", "undone", "glass")
    return [
        Moment(row.at, row.kind, row.organisation.name if row.organisation else "", "", row.detail)
        for row in rows.exclude(kind__in=quiet).select_related("organisation").order_by("-seq")
    ]


def forms_of(reader: Reader) -> list[str]:
    """The forms of exploitation it looks like."""
    if not reader.access.sees(Section.NEEDS):
        return []
    return _codes(reader.envelope.read(reader.access.case, "forms"))


def risk_domains_of(reader: Reader) -> list[str]:
    """Where the danger comes from; told to whoever may know how to reach the person safely."""
    if not reader.access.sees(Section.CONTACT):
        return []
    return _codes(reader.envelope.read(reader.access.case, "risk_domains"))


def outcomes_of(reader: Reader) -> list[str]:
    """What was reached when the case was closed."""
    if not reader.access.sees(Section.NEEDS):
        return []
    return _codes(reader.envelope.read(reader.access.case, "outcomes"))


def circumstances_of(reader: Reader) -> Circumstances:
    """What is known of the exploitation, as far as this reader may see."""
    rows = Exploitation.objects.for_reader(reader.actor, reader.now)
    row = rows.filter(case=reader.access.case).first()
    if row is None:
        return Circumstances()
    names = Circumstances.__dataclass_fields__
    return Circumstances.of({name: reader.envelope.read(row, name) for name in names})


def _codes(text: str) -> list[str]:
    return [code for code in text.split(",") if code]


def track_steps_of(reader: Reader) -> list[TrackStep]:
    """Every step of every procedure, in order."""
    rows = TrackStep.objects.for_reader(reader.actor, reader.now).filter(case=reader.access.case)
    return list(rows.order_by("track", "since", "at"))


def standing_steps(actor: Member, access: Access, now: datetime) -> dict[str, str]:
    """Where each track of a case stands."""
    rows = TrackStep.objects.for_reader(actor, now).filter(case=access.case, ended_at=None)
    return dict(rows.values_list("track", "step"))
