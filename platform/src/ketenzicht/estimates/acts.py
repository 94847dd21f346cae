# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a run and its examination now: read by its page and by its services."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.acts import refuse_unless_open, those_open
from ketenzicht.core.errors import DomainError, NotAllowed, Refused
from ketenzicht.estimates.models import Examination, Run
from ketenzicht.estimates.permissions import EstimatePermission
from ketenzicht.estimates.states import Outcome
from ketenzicht.jobs.states import UNDER_WAY


class Act(StrEnum):
    """What can be done with a run."""

    CANCEL = "cancel"
    EXAMINE = "examine"
    CANCEL_EXAMINATION = "cancel_examination"


def acts_open_to(actor: Member, run: Run, examination: Examination | None) -> tuple[Act, ...]:
    """Return what this member can do with a run they reached."""
    return those_open(Act, partial(why_not, actor, run, examination))


def require_act(actor: Member, run: Run, examination: Examination | None, act: Act) -> None:
    """Refuse an act that is not open to this member, and say why."""
    refuse_unless_open(act, partial(why_not, actor, run, examination))


def why_not(
    actor: Member, run: Run, examination: Examination | None, act: Act
) -> DomainError | None:
    """Return what stands in the way: the role, or how far the run and its examination are."""
    if EstimatePermission.ESTIMATE_RUN not in actor.permissions:
        return NotAllowed()
    match act:
        case Act.CANCEL:
            return None if run.outcome in UNDER_WAY else _ended()
        case Act.CANCEL_EXAMINATION:
            return None if examination and examination.outcome in UNDER_WAY else _ended()
        case Act.EXAMINE:
            return _not_to_examine(run, examination)


def _ended() -> Refused:
    return Refused(_("There is nothing to stop: this calculation has ended."))


def _not_to_examine(run: Run, examination: Examination | None) -> Refused | None:
    if run.outcome != Outcome.NUMBER:
        return Refused(_("Only an estimate with a number can be examined."))
    if run.input.characteristics:
        return Refused(_("An estimate with characteristics cannot be examined here."))
    if examination is not None and examination.outcome in {*UNDER_WAY, Outcome.EXAMINED}:
        return Refused(_("This estimate is examined already."))
    return None
