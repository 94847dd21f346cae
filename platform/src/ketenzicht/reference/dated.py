# SPDX-License-Identifier: EUPL-1.2
"""Rules that change: each version says from when until when it holds, and none is overwritten."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Protocol, TypeVar

from ketenzicht.reference.claims import Claim
from ketenzicht.reference.documents import MalformedReferenceError


class Dated(Protocol):
    """Something with a code that makes a claim, which holds between two days."""

    @property
    def code(self) -> str: ...

    @property
    def claim(self) -> Claim: ...


Version = TypeVar("Version", bound=Dated)


def versions(where: str, rules: Iterable[Version]) -> tuple[Version, ...]:
    """Return the rules, refused when two versions of one hold on the same day."""
    found = tuple(rules)
    by_code: dict[tuple[str, str | None], list[Version]] = {}
    for rule in found:
        by_code.setdefault((rule.code, rule.claim.region), []).append(rule)
    for (code, _region), same in by_code.items():
        if any(_meet(one.claim, other.claim) for one, other in combinations(same, 2)):
            raise MalformedReferenceError(
                f"{where}: two versions of '{code}' hold on the same day; "
                "end the older one with 'valid_to' before the newer one begins"
            )
    return found


def _meet(one: Claim, other: Claim) -> bool:
    starts_late = one.valid_from and other.valid_to and other.valid_to < one.valid_from
    ends_early = one.valid_to and other.valid_from and one.valid_to < other.valid_from
    return not (starts_late or ends_early)


def in_force(rules: Iterable[Version], code: str, day: date, region: str = "") -> Version:
    """Return the version of a rule that holds on a day; that of the region comes first."""
    held = [rule for rule in rules if rule.code == code and rule.claim.holds_on(day)]
    for wanted in (region, None):
        for rule in held:
            if rule.claim.region == wanted:
                return rule
    raise LookupError(f"no rule '{code}' holds on {day}")


def newest(rules: Iterable[Version], by: date | None = None) -> tuple[Version, ...]:
    """Return each rule once: the version that begins last, in order of first appearance.

    With a day only of those that have begun by then; one that ended stays.
    """
    found: dict[str, Version] = {}
    for rule in general(rules):
        if by is not None and _begins(rule) > by:
            continue
        other = found.get(rule.code)
        if other is None or _begins(rule) > _begins(other):
            found[rule.code] = rule
    return tuple(found.values())


def general(rules: Iterable[Version]) -> tuple[Version, ...]:
    """Return the rules that hold where no region has one of its own."""
    return tuple(rule for rule in rules if rule.claim.region is None)


def _begins(rule: Dated) -> date:
    return rule.claim.valid_from or date.min


def holding(rules: Iterable[Version], day: date | None) -> tuple[Version, ...]:
    """Return what holds on a day; without a day, the newest version of each."""
    if day is None:
        return newest(rules)
    return tuple(rule for rule in general(rules) if rule.claim.holds_on(day))
