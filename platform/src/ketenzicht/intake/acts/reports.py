# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a report, in which state: one table that page, form and service read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused
from ketenzicht.intake.permissions import ReportPermission as May
from ketenzicht.intake.states import BEFORE_CHOICE, NEXT, ReportState

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


class Act(StrEnum):
    """What can be done with a report, in the order of its page."""

    ASSESS = "assess"
    OPEN_CASE = "open-case"
    ASK = "ask"
    ADVISE = "advise"
    NOTE = "note"
    JOIN = "join"
    SPLIT = "split"
    REFER = "refer"
    INVESTIGATE = "investigate"
    OTHER = "other"
    FEEDBACK = "feedback"
    CLOSE = "close"
    REOPEN = "reopen"


class Standing(Protocol):
    """A report as far as its acts need it: a stored row, or what a page shows of one."""

    @property
    def state(self) -> ReportState | str: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """In which states an act is possible, and for whom."""

    states: frozenset[ReportState]
    permission: May = May.REPORT_TRIAGE


def _leading_to(wanted: ReportState) -> frozenset[ReportState]:
    """States from which the next step can be this one; looking at a new report is no step."""
    found = frozenset(state for state, onward in NEXT.items() if wanted in onward)
    return found | ({ReportState.NEW} if ReportState.TRIAGE in found else frozenset())


_S = ReportState
OPEN = frozenset(ReportState) - {_S.CLOSED}
TAKEN_ON = BEFORE_CHOICE | {_S.ACCEPTED}
RULES: Mapping[Act, Rule] = {
    Act.ASSESS: Rule(BEFORE_CHOICE),
    # The application of cases asks for its own permission beside it.
    Act.OPEN_CASE: Rule(TAKEN_ON | {_S.INVESTIGATION}),
    Act.ASK: Rule(OPEN),
    Act.ADVISE: Rule(BEFORE_CHOICE | {_S.ADVICE_ONLY}),
    Act.NOTE: Rule(OPEN),
    Act.JOIN: Rule(_leading_to(_S.DUPLICATE)),
    Act.SPLIT: Rule(frozenset({_S.DUPLICATE})),
    Act.REFER: Rule(_leading_to(_S.REFERRED)),
    Act.INVESTIGATE: Rule(TAKEN_ON),
    Act.OTHER: Rule(_leading_to(_S.NOT_TRAFFICKING)),
    # Before a choice is made the reporter is asked or advised.
    Act.FEEDBACK: Rule(OPEN - BEFORE_CHOICE),
    Act.CLOSE: Rule(_leading_to(_S.CLOSED)),
    Act.REOPEN: Rule(frozenset({_S.CLOSED})),
}


def acts_open_to(actor: Member, report: Standing) -> tuple[Act, ...]:
    """What this member can do with a report they hold, as it stands now."""
    return those_open(Act, partial(why_not, actor, report))


def require_act(actor: Member, report: Standing, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, report))


def why_not(actor: Member, report: Standing, act: Act) -> DomainError | None:
    """Return what stands in the way of an act: the person, or the state of the report."""
    rule = RULES[act]
    if rule.permission not in actor.permissions:
        return NotAllowed()
    if ReportState(report.state) in rule.states:
        return None
    if report.state == ReportState.CLOSED:
        return Refused(_("This report is closed. Open it again first."))
    return Refused(_("This step is not possible from where the report stands now."))
