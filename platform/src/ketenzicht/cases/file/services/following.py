# SPDX-License-Identifier: EUPL-1.2
"""Steps that a turn of events asks of the holder: planned with a date, done or undone by people.

Which turn asks for what, and within which terms, is the list `follow_ups`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from ketenzicht import reference
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.actions import add_action
from ketenzicht.core.clock import local_date
from ketenzicht.core.terms import term_end

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def follow_up(case: Case, *, actor: Member, turn: str, to: str, now: datetime) -> int:
    """Plan what follows on a turn of a locked case that the actor holds; returns how many steps.

    Parameters
    ----------
    turn
        What changed: the code of a track, ``state`` or ``form``.
    to
        The step, state or form it came to.
    """
    if actor.organisation_id != case.holder_id:
        return 0
    due = [
        (code.label(get_language() or "nl"), term_end(term, now, case.region))
        for code in reference.codes("follow_ups", by=local_date(now))
        if code.attributes["turn"] == turn and to in _texts(code.attributes["to"])
        for term in _texts(code.attributes["terms"])
    ]
    for words, end in due:
        add_action(case, actor=actor, words=words, due=end, now=now)
    return len(due)


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)
