# SPDX-License-Identifier: EUPL-1.2
"""Which lists the people of the register stand on, to estimate who stands on none.

How reporters are divided into lists is a choice that is dated: for 2010 to 2015 the six lists of
the published estimate, since then FairWork apart. An estimate says which choice it was made with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.reference import Code
from ketenzicht.register.models import Entry
from ketenzicht.register.states import Outcome

OTHER = "other"


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many people stand on exactly which lists.

    `lists` names the kinds of organisation that reported; `histories` maps a pattern such as
    `10110` (list 1 first) to a number of people.
    """

    lists: tuple[str, ...]
    histories: Mapping[str, int]


def schemes() -> tuple[Code, ...]:
    """The ways in which reporters are divided into lists, the oldest first; none is forgotten."""
    return reference.codes("list_schemes", by=date.max)


def scheme_for(years: Sequence[int]) -> Code:
    """The scheme that holds for years: the one of the last of them."""
    day = date(max(years), 12, 31)
    return next(each for each in schemes() if each.claim.holds_on(day))


def lists_of(scheme: Code) -> tuple[str, ...]:
    """The lists of a scheme, in the order in which they are compared."""
    found = scheme.attributes["lists"]
    return found if isinstance(found, tuple) else ()


def list_of(reporter: str, scheme: Code) -> str:
    """The list a reporter type belongs to; who is on none of its own is among the others."""
    day = _last_day_of(scheme)
    for name in lists_of(scheme):
        found = reference.code("capture_lists", name, by=day)
        if reporter in found.attributes.get("reporters", ()):  # type: ignore[operator]  # a list of texts
            return name
    return OTHER


def _last_day_of(scheme: Code) -> date:
    """Lists are read as they were when their scheme ended, or as they are today."""
    return min(scheme.valid_to or date.max, today())


def list_name(code: str, language: str) -> str:
    """What a list is called today."""
    return reference.code("capture_lists", code, by=today()).label(language)


def capture_histories(*, years: tuple[int, ...], scheme: str = "") -> ListCounts:
    """Return which kinds of organisation saw the people of these years.

    Entries without a name cannot be laid beside others; they would all look like people whom
    one list saw alone, so they are left out here.
    """
    if not years:
        return ListCounts((), {})
    chosen = reference.code("list_schemes", scheme, by=date.max) if scheme else scheme_for(years)
    seen: defaultdict[UUID, set[str]] = defaultdict(set)
    rows = Entry.objects.filter(withdrawn=False, year__in=years).exclude(outcome=Outcome.MINIMAL)
    for person_id, reporter in rows.order_by().values_list("person", "reporter"):
        seen[person_id].add(list_of(reporter, chosen))
    present = set().union(*seen.values())
    lists = tuple(name for name in lists_of(chosen) if name in present)
    patterns = Counter(
        "".join("1" if name in found else "0" for name in lists) for found in seen.values()
    )
    return ListCounts(lists, dict(sorted(patterns.items())))
