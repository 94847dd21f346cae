# SPDX-License-Identifier: EUPL-1.2
"""Everything that this product claims about the world, row by row, with its versions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ketenzicht.reference import card, events, facts, lists, rules
from ketenzicht.reference.claims import Claim
from ketenzicht.reference.documents import Document, MalformedReferenceError, load_file
from ketenzicht.reference.own_rows import OwnRow, with_own
from ketenzicht.reference.remembering import remembered
from ketenzicht.reference.values import Fact


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one claim, in its part (the file) and section (the list or table)."""

    part: str
    section: str
    fact: Fact

    @property
    def claim(self) -> Claim:
        return self.fact.claim

    @property
    def name(self) -> str:
        """The name of the claim, the same for all its versions."""
        where = f"/{self.claim.region}" if self.claim.region else ""
        return f"{self.section}/{self.fact.code}{where}"

    @property
    def reference(self) -> str:
        """The name of this version, to keep beside what follows from it."""
        return f"{self.name}@{self.claim.valid_from}" if self.claim.valid_from else self.name


@remembered
def entries() -> tuple[Entry, ...]:
    """Every claim in every version, in the order of the files."""
    return tuple(_entries())


def without_confirmer() -> tuple[Entry, ...]:
    """The claims for which no organisation stands yet."""
    return tuple(each for each in entries() if each.claim.confirmed is None)


def past_due(day: date) -> tuple[Entry, ...]:
    """The claims at which somebody should have looked again before this day.

    A version that ended before it is not looked at any more.
    """
    return tuple(each for each in entries() if each.claim.is_due(day) and not ended(each, day))


def ended(each: Entry, day: date) -> bool:
    """Whether a version held until before a day only."""
    return each.claim.valid_to is not None and each.claim.valid_to < day


def _clocks(document: Document) -> None:
    rules.read_escalation_rules(document)
    rules.read_regional_patience(document)


def _counted(document: Document) -> None:
    facts.read_figure_series(document)
    facts.read_figures(document)


#: How each part that is no collection of lists is read.
READERS: Mapping[str, Callable[[Document], object]] = MappingProxyType(
    {
        "deadlines": rules.read_deadlines,
        "stall_rules": _clocks,
        "retention": rules.read_retention_rules,
        "thresholds": rules.read_thresholds,
        "helplines": facts.read_helplines,
        "municipalities": facts.read_municipalities,
        "figures": _counted,
        "events": events.read_events,
        "indicators": card.read_indicators,
        "scoring": card.read_scoring,
        "terms": facts.read_terms,
    }
)


def check_with(own: Sequence[OwnRow]) -> None:
    """Refuse rows of an installation with which a part would no longer say what it must say."""
    parts = {each.part for each in own}
    if strange := parts - set(READERS) - {Path(name).stem for name in lists.FILES}:
        raise MalformedReferenceError(f"there is no part {', '.join(sorted(strange))}")
    if parts - set(READERS):
        lists.code_lists(*(with_own(load_file(name), own) for name in lists.FILES))
    for part in parts & set(READERS):
        READERS[part](with_own(load_file(f"{part}.yaml"), own))


def check_supersedes() -> None:
    """Refuse a row that says it supersedes a row which does not exist."""
    known = {each.reference.partition("/")[2] for each in entries()}
    for each in entries():
        if each.claim.supersedes is not None and each.claim.supersedes not in known:
            raise MalformedReferenceError(
                f"{each.reference}: 'supersedes' names '{each.claim.supersedes}', which is no row"
            )


def _entries() -> Iterator[Entry]:
    for each in lists.all_lists().values():
        yield from (Entry(each.part, each.name, row) for row in each.codes)
    tables: tuple[tuple[str, str, tuple[Fact, ...]], ...] = (
        ("deadlines", "deadlines", rules.deadlines()),
        ("stall_rules", "stall_rules", rules.escalation_rules()),
        ("stall_rules", "regional_patience", rules.regional_patience()),
        ("retention", "retention", rules.retention_rules()),
        ("thresholds", "thresholds", rules.thresholds()),
        ("helplines", "helplines", facts.all_helplines()),
        ("municipalities", "municipalities", facts.all_municipalities()),
        ("figures", "series", facts.all_figure_series()),
        ("figures", "figures", facts.all_figures()),
        ("events", "events", events.events()),
        ("indicators", "indicators", card.all_indicators()),
        ("scoring", "texts", card.scoring().texts),
        ("terms", "terms", facts.all_terms()),
    )
    for part, section, rows in tables:
        yield from (Entry(part, section, row) for row in rows)
