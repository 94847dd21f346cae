# SPDX-License-Identifier: EUPL-1.2
"""Terms of law that begin with a step somebody recorded, or with the end of the exploitation.

Which term follows from which fact stands in the dated list `followed_terms`. Nothing is computed
without a fact, and nothing by a rule that is not known: then the row's warning is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ketenzicht import reference
from ketenzicht.cases.file.tracks import step
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.core.terms import end_of
from ketenzicht.reference import Code, Deadline

COMPENSATION = "compensation"


class Reads(StrEnum):
    """What the computed day means."""

    UNTIL = "until"
    FROM = "from"
    AIM = "aim"
    NEVER_LATE = "never_late"
    NOT_BEGUN = "not_begun"


class Step(Protocol):
    """A recorded step of a procedure."""

    @property
    def track(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """One term of a case; without a day where the rule or the fact is not known."""

    row: Code
    rule: Deadline
    at: datetime | None = None

    @property
    def reads(self) -> Reads:
        return Reads(str(self.row.attributes["reads"]))

    @property
    def alarm(self) -> str:
        """The stall rule that warns of its end; nothing when none does."""
        return str(self.row.attributes.get("rule", ""))


def legal_terms(
    steps: Sequence[Step], exploited_until: PartialDate | None = None, region: str = ""
) -> list[LegalTerm]:
    """Every term that follows from what is recorded about a case, in the order of the list."""
    return list(_terms(steps, exploited_until, region))


def _terms(
    steps: Sequence[Step], exploited_until: PartialDate | None, region: str
) -> Iterator[LegalTerm]:
    standing = {one.track: one for one in steps if one.ended_at is None}
    for row in reference.code_versions("followed_terms"):
        if row.attributes["track"] == COMPENSATION:
            yield from _fund(row, standing, exploited_until, region)
        elif (begun := _begun(row, steps, standing)) and row.holds_on(local_date(begun)):
            yield _term(row, begun, region)


def _fund(
    row: Code, standing: Mapping[str, Step], exploited_until: PartialDate | None, region: str
) -> Iterator[LegalTerm]:
    """The term of the fund runs from the exploitation; in doubt, from the first day it can be."""
    if exploited_until is not None:
        if row.holds_on(exploited_until.first_day):
            yield _term(row, midnight(exploited_until.first_day), region)
    elif COMPENSATION in standing:
        began = local_date(standing[COMPENSATION].since)
        if not row.holds_on(began):
            return
        rule = reference.deadline(str(row.attributes["deadline"]), began, region)
        yield LegalTerm(row, rule)


def _begun(row: Code, steps: Iterable[Step], standing: Mapping[str, Step]) -> datetime | None:
    track, codes = str(row.attributes["track"]), _codes(row, "steps")
    stands = standing.get(track)
    if stands is None or not _beside(row, standing):
        return None
    if row.attributes.get("lasting"):
        goes_on = bool(step(track, stands.step, local_date(stands.since)).next)
        since = [one.since for one in steps if one.track == track and one.step in codes]
        return min(since, default=None) if goes_on else None
    return stands.since if stands.step in codes else None


def _beside(row: Code, standing: Mapping[str, Step]) -> bool:
    """Whether another procedure stands where this term asks for it."""
    other = row.attributes.get("beside")
    if other is None:
        return True
    stands = standing.get(str(other))
    return stands is not None and stands.step in _codes(row, "beside_steps")


def _codes(row: Code, name: str) -> tuple[str, ...]:
    found = row.attributes.get(name, ())
    return found if isinstance(found, tuple) else (str(found),)


def _term(row: Code, begun: datetime, region: str) -> LegalTerm:
    rule = reference.deadline(str(row.attributes["deadline"]), local_date(begun), region)
    known = rule.term is not None and row.attributes["reads"] != Reads.NOT_BEGUN
    return LegalTerm(row, rule, end_of(rule, begun) if known else None)
