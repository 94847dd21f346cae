# SPDX-License-Identifier: EUPL-1.2
"""Rules that change: each version says from when until when it holds, and none is overwritten."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Protocol, TypeVar

from ketenzicht.reference.documents import MalformedReferenceError
from ketenzicht.reference.values import Fact


class Dated(Protocol):
    """Something with a code that holds between two days."""

    @property
    def code(self) -> str: ...

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


Version = TypeVar("Version", bound=Dated)
Rule = TypeVar("Rule", bound=Fact)


def versions(where: str, rules: Iterable[Version]) -> tuple[Version, ...]:
    """Return the rules, refused when two versions of one hold on the same day."""
    found = tuple(rules)
    for one, other in combinations(found, 2):
        if one.code == other.code and _meet(one, other):
            raise MalformedReferenceError(
                f"{where}: two versions of '{one.code}' hold on the same day; "
                "end the older one with 'valid_to' before the newer one begins"
            )
    return found


def _meet(one: Dated, other: Dated) -> bool:
    starts_late = one.valid_from and other.valid_to and other.valid_to < one.valid_from
    ends_early = one.valid_to and other.valid_from and one.valid_to < other.valid_from
    return not (starts_late or ends_early)


def in_force(rules: Iterable[Rule], code: str, day: date) -> Rule:
    """Return the version of a rule that holds on a day."""
    for rule in rules:
        if rule.code == code and rule.holds_on(day):
            return rule
    raise LookupError(f"no rule '{code}' holds on {day}")
