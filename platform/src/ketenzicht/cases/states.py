# SPDX-License-Identifier: EUPL-1.2
"""The states of a case, a hand-over and their companions, as plain data.

The tables repeat the code lists of `reference` on purpose: code that branches on a state needs a
name for it. A test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Refused


class CaseState(StrEnum):
    """Where the care stands; everything else runs on a track of its own."""

    INTAKE = "intake"
    ACCEPTED = "accepted"
    STABILISING = "stabilising"
    SUPPORT = "support"
    BUILDING = "building"
    AFTERCARE = "aftercare"
    PAUSED = "paused"
    REFERRED_OUT = "referred_out"
    DECLINED = "declined_by_client"
    CLOSED = "closed"


class TransferState(StrEnum):
    """Where a hand-over stands. Only acceptance moves the case."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    HANDED_OVER = "handed_over"
    COMPLETED = "completed"


class Ground(StrEnum):
    """Why a hand-over could happen: agreed, decided by the fallback, or nobody left to ask."""

    AGREED = "agreed"
    DECIDED = "decided"
    UNREACHABLE = "unreachable"


class Section(StrEnum):
    """A part of a case that can be shared on its own. Whereabouts are not among them."""

    NEEDS = "needs"
    CONTACT = "contact"
    IDENTITY = "identity"
    NOTES = "notes"
    TRACKS = "tracks"

    @property
    def label(self) -> str:
        return str(SECTION_LABELS[self])


class Trouble(StrEnum):
    """Why a hand-over climbs to somebody else."""

    EXPIRED = "expired"
    REFUSED_TWICE = "refused_twice"
    BOUNCED = "bounced"
    UNREACHABLE = "unreachable"


class Level(StrEnum):
    """Who an escalation is with: the holder's own lead first, the fallback coordinator then."""

    SUPERVISOR = "supervisor"
    FALLBACK = "fallback"


class Resolution(StrEnum):
    """How an escalation ended."""

    HOLDER_KEEPS = "holder_keeps"
    FALLBACK_TAKES = "fallback_takes"
    OFFERED_AGAIN = "offered_again"
    ANSWERED = "answered"


class Alternative(StrEnum):
    """What a refusing organisation proposes instead; a bare no does not exist."""

    OTHER_ORGANISATION = "other_organisation"
    LATER = "later"
    TOGETHER = "together"
    COORDINATOR = "coordinator"


class ConsentState(StrEnum):
    """What somebody said when asked; each answer is dated and can change."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_POSSIBLE = "not_possible"


class NeedState(StrEnum):
    """A need is open until it is met or the person no longer wants it."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


class Alarm(StrEnum):
    """What cannot wait for a clock: it stands the moment somebody says it."""

    RELAPSE = "relapse"
    MISSING = "missing"


class Verdict(StrEnum):
    """What the privacy officer finds of a break-glass."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


SECTION_LABELS = {
    Section.NEEDS: _("Needs and wishes"),
    Section.CONTACT: _("How to reach the person safely"),
    Section.IDENTITY: _("Name and date of birth"),
    Section.NOTES: _("Notes and contacts"),
    Section.TRACKS: _("Procedures and deadlines"),
}
ALTERNATIVE_LABELS = {
    Alternative.OTHER_ORGANISATION: _("Another organisation can do this"),
    Alternative.LATER: _("We can take it later"),
    Alternative.TOGETHER: _("We can do a part of it together with you"),
    Alternative.COORDINATOR: _("The coordinator should decide"),
}
RESOLUTION_LABELS = {
    Resolution.HOLDER_KEEPS: _("The present holder keeps the case"),
    Resolution.FALLBACK_TAKES: _("We take the case over ourselves"),
    Resolution.OFFERED_AGAIN: _("It is offered to another organisation"),
    Resolution.ANSWERED: _("It was answered after all"),
}
TROUBLE_LABELS = {
    Trouble.EXPIRED: _("Nobody answered the proposal in time"),
    Trouble.REFUSED_TWICE: _("The case was refused twice"),
    Trouble.BOUNCED: _("The case is going back to an earlier holder"),
    Trouble.UNREACHABLE: _("Nobody of the holder can be reached"),
}

CASE_NEXT: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.INTAKE: frozenset(
        {CaseState.ACCEPTED, CaseState.REFERRED_OUT, CaseState.DECLINED, CaseState.CLOSED}
    ),
    CaseState.ACCEPTED: frozenset(
        {CaseState.STABILISING, CaseState.REFERRED_OUT, CaseState.CLOSED}
    ),
    CaseState.STABILISING: frozenset(
        {CaseState.SUPPORT, CaseState.REFERRED_OUT, CaseState.PAUSED, CaseState.CLOSED}
    ),
    CaseState.SUPPORT: frozenset(
        {CaseState.BUILDING, CaseState.REFERRED_OUT, CaseState.PAUSED, CaseState.CLOSED}
    ),
    CaseState.BUILDING: frozenset({CaseState.AFTERCARE, CaseState.SUPPORT, CaseState.CLOSED}),
    CaseState.AFTERCARE: frozenset({CaseState.CLOSED, CaseState.SUPPORT}),
    CaseState.PAUSED: frozenset({CaseState.STABILISING, CaseState.SUPPORT, CaseState.CLOSED}),
    CaseState.REFERRED_OUT: frozenset({CaseState.ACCEPTED, CaseState.CLOSED}),
    CaseState.DECLINED: frozenset({CaseState.INTAKE, CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.INTAKE}),
}

TRANSFER_NEXT: Mapping[TransferState, frozenset[TransferState]] = {
    TransferState.DRAFT: frozenset({TransferState.OFFERED, TransferState.WITHDRAWN}),
    TransferState.OFFERED: frozenset(
        {
            TransferState.ACCEPTED,
            TransferState.REFUSED,
            TransferState.WITHDRAWN,
            TransferState.EXPIRED,
        }
    ),
    TransferState.ACCEPTED: frozenset({TransferState.HANDED_OVER}),
    TransferState.REFUSED: frozenset(),
    TransferState.WITHDRAWN: frozenset(),
    TransferState.EXPIRED: frozenset(),
    TransferState.HANDED_OVER: frozenset({TransferState.COMPLETED}),
    TransferState.COMPLETED: frozenset(),
}

OPEN_TRANSFER = (
    TransferState.DRAFT,
    TransferState.OFFERED,
    TransferState.ACCEPTED,
    TransferState.HANDED_OVER,
)
"""While one of these stands, no second hand-over of the case can begin."""

RECEIVED = (TransferState.ACCEPTED, TransferState.HANDED_OVER, TransferState.COMPLETED)
"""The receiver said yes: it holds the case, or held it since."""

State = TypeVar("State", bound=StrEnum)


def advance(current: State, to: State, table: Mapping[State, frozenset[State]]) -> State:
    """Return the new state, or refuse a step the table does not know."""
    if to not in table[current]:
        raise Refused(_("This step is not possible from where the case stands now."))
    return to
