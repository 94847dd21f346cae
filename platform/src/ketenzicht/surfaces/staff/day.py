# SPDX-License-Identifier: EUPL-1.2
"""*Mijn dag*: one list of what is mine to do, sorted by the harm of leaving it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.day import DayItem, Harm
from ketenzicht.core.declaration import hooks
from ketenzicht.web.parts import Action, Row, RowGroup, State

# What has no hour stands after what has one; among themselves as the apps told them.
SOME_DAY = datetime.max.replace(tzinfo=UTC)


def day_of(actor: Member, now: datetime) -> tuple[RowGroup, ...]:
    """Return the groups of the day that have something in them."""
    items = sorted(
        _items(actor, now), key=lambda item: (item.harm, item.rank, item.due or SOME_DAY)
    )
    titles = {
        Harm.NOW: _("Now"),
        Harm.TODAY: _("Today"),
        Harm.WEEK: _("This week"),
        Harm.WAITING: _("Waiting for somebody else"),
    }
    groups = [
        RowGroup(title, tuple(_row(item, now) for item in items if item.harm is harm))
        for harm, title in titles.items()
    ]
    return tuple(group for group in groups if group.rows)


def _row(item: DayItem, now: datetime) -> Row:
    late = item.due is not None and item.due <= now
    state, word = _mark(item, late=late)
    return Row(
        sentence=item.sentence,
        action=Action(
            item.action,
            item.url,
            kind="primary" if item.harm is Harm.NOW else "secondary",
        ),
        state=state,
        word=word,
        due=item.due,
    )


def _mark(item: DayItem, *, late: bool) -> tuple[State | None, str]:
    """The shape and the word in front of a line; most lines need none."""
    if late:
        return State.LATE, _("late")
    if item.harm is Harm.NOW and item.rank == 0:
        return State.LATE, _("danger")
    if item.harm is Harm.WAITING:
        return State.WAITS, _("waits")
    return None, ""


def rest_of(actor: Member, now: datetime) -> list[str]:
    """Return what the apps say about everything that asks for nothing today."""
    said = [rest(actor, now) for _app, rest in hooks("rest")]
    return [sentence for sentence in said if sentence]


def _items(actor: Member, now: datetime) -> list[DayItem]:
    return [item for _app, items in hooks("day") for item in items(actor, now)]
