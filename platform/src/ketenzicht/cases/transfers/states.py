# SPDX-License-Identifier: EUPL-1.2
"""Where a transfer and its escalation stand, and why, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


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


class EscalationReason(StrEnum):
    """Why a transfer is escalated to somebody else."""

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


RESOLUTION_LABELS = {
    Resolution.HOLDER_KEEPS: _("The present holder keeps the case"),
    Resolution.FALLBACK_TAKES: _("We take the case over ourselves"),
    Resolution.OFFERED_AGAIN: _("It is offered to another organisation"),
    Resolution.ANSWERED: _("It was answered after all"),
}
ESCALATION_REASON_LABELS = {
    EscalationReason.EXPIRED: _("Nobody answered the proposal in time"),
    EscalationReason.REFUSED_TWICE: _("The case was refused twice"),
    EscalationReason.BOUNCED: _("The case is going back to an earlier holder"),
    EscalationReason.UNREACHABLE: _("Nobody of the holder can be reached"),
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
