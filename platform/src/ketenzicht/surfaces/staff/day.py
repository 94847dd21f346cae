# SPDX-License-Identifier: EUPL-1.2
"""*Mijn dag*: one list of what is mine to do, sorted by the harm of leaving it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.obligations.states import Harm
from ketenzicht.web.parts import Action, Row, RowGroup, State
from ketenzicht.work import selectors as work
from ketenzicht.work.states import Group, Line

MANY = work.AT_MOST - work.A_HEADING


def day_of(actor: Member, now: datetime) -> tuple[RowGroup, ...]:
    """Return the groups of the day that have something in them; each a page long at most."""
    groups = [_group(group, now) for group in work.day_of(actor, now)]
    return tuple(group for group in groups if group.rows)


def headings() -> dict[Harm, str]:
    """What stands above the lines of each haste."""
    return {
        Harm.NOW: _("Now"),
        Harm.TODAY: _("Today"),
        Harm.WEEK: _("This week"),
        Harm.WAITING: _("Waiting for somebody else"),
    }


def _group(group: Group, now: datetime) -> RowGroup:
    rows = tuple(row_of(line, now) for line in group.lines)
    to_all = f"{reverse('staff:work')}?when={group.harm}"
    rest = Action(_rest(group.more), to_all) if group.more else None
    return RowGroup(headings()[group.harm], rows, group.more, rest)


def _rest(more: int) -> str:
    if more >= MANY:
        return _("and more than %(number)s more") % {"number": MANY}
    return _("and %(number)s more") % {"number": more}


def row_of(line: Line, now: datetime) -> Row:
    """One line of the day as the page draws it."""
    late = line.due is not None and line.due <= now
    state, word = _mark(line, late=late)
    return Row(
        sentence=line.sentence,
        action=Action(
            line.action, line.url, kind="primary" if line.harm is Harm.NOW else "secondary"
        ),
        state=state,
        word=word,
        due=line.due,
        claim=line.claim,
    )


def _mark(line: Line, *, late: bool) -> tuple[State | None, str]:
    """The shape and the word in front of a line; most lines need none."""
    if late:
        return State.LATE, _("late")
    if line.harm is Harm.NOW and line.rank == 0:
        return State.LATE, _("danger")
    if line.harm is Harm.WAITING:
        return State.WAITS, _("waits")
    return None, ""
