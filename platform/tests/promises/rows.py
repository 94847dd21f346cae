# SPDX-License-Identifier: EUPL-1.2
"""Permission twice, once for a row and once for a list: the search for where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from ketenzicht.accounts.models import Member

Thing = TypeVar("Thing", bound=Model)


def disagreements(
    actors: Iterable[Member],
    things: Iterable[Thing],
    *,
    may: Callable[[Member, Thing], bool],
    listed: Callable[[Member], QuerySet[Thing]],
) -> list[str]:
    """Each reader and thing on which the row policy and the list selector say different things."""
    rows, found = list(things), []
    for actor in actors:
        shown = list(listed(actor).values_list("pk", flat=True))
        if len(shown) != len(set(shown)):
            found.append(f"{actor} is shown a row twice")
        for row in rows:
            if may(actor, row) != (row.pk in shown):
                word = "hidden from" if may(actor, row) else "shown to"
                found.append(f"{row} is {word} {actor} by the list only")
    return found
