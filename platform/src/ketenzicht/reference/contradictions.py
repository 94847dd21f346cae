# SPDX-License-Identifier: EUPL-1.2
"""Claims that say different things of the same: in their own words, or beside another row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from itertools import product
from types import MappingProxyType

from ketenzicht.reference.catalogue import Entry, entries
from ketenzicht.reference.remembering import remembered
from ketenzicht.reference.values import Code, Helpline

#: What a row of a list decides about. Of each there is one answer: two rows are one too many.
DECIDES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "residence_covers": ("service", "statuses"),
        "registration_grounds": ("organisations",),
        "protections": ("statuses",),
        "asylum_regimes": (),
    }
)


def contradicted(day: date) -> tuple[Entry, ...]:
    """The claims of a day that another source, or another row, contradicts."""
    against = _against(day)
    return tuple(
        each
        for each in _of_day(day)
        if each.claim.contradicted_by is not None or each.reference in against
    )


def contradicting(found: Entry, day: date) -> tuple[Entry, ...]:
    """The other rows that say something else of the same on a day."""
    return _against(day).get(found.reference, ())


@remembered
def _against(day: date) -> Mapping[str, tuple[Entry, ...]]:
    same: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for each in _of_day(day):
        for subject in _subjects(each):
            same[each.section, each.claim.region, subject].append(each)
    found: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    for rows in same.values():
        for one, other in product(rows, rows):
            if one.fact.code != other.fact.code and _differ(one, other):
                found[one.reference][other.reference] = other
    return MappingProxyType({name: tuple(others.values()) for name, others in found.items()})


def _of_day(day: date) -> Iterator[Entry]:
    return (each for each in entries() if each.claim.holds_on(day))


def _subjects(each: Entry) -> Iterator[Hashable]:
    """What a row is about, as far as one answer is possible."""
    fact = each.fact
    if isinstance(fact, Helpline) and fact.website:
        yield fact.website
    if isinstance(fact, Code) and each.section in DECIDES:
        values = [fact.attributes.get(name, ()) for name in DECIDES[each.section]]
        yield from product(*(value if isinstance(value, tuple) else (value,) for value in values))


def _differ(one: Entry, other: Entry) -> bool:
    if isinstance(one.fact, Helpline) and isinstance(other.fact, Helpline):
        return (one.fact.number, one.fact.hours_nl) != (other.fact.number, other.fact.hours_nl)
    return True
