# SPDX-License-Identifier: EUPL-1.2
"""Everything that this product claims about the world, row by row, with its versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ketenzicht.reference import card, events, facts, lists, rules
from ketenzicht.reference.claims import Claim
from ketenzicht.reference.documents import MalformedReferenceError
from ketenzicht.reference.values import Fact, RegionalPatience


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
        region = self.fact.region if isinstance(self.fact, RegionalPatience) else ""
        return f"{self.section}/{self.fact.code}{f'/{region}' if region else ''}"

    @property
    def reference(self) -> str:
        """The name of this version, to keep beside what follows from it."""
        return f"{self.name}@{self.claim.valid_from}" if self.claim.valid_from else self.name


def entries() -> tuple[Entry, ...]:
    """Every claim in every version, in the order of the files."""
    return tuple(_entries())


def without_confirmer() -> tuple[Entry, ...]:
    """The claims for which no organisation stands yet."""
    return tuple(each for each in entries() if each.claim.confirmed is None)


def past_due(day: date) -> tuple[Entry, ...]:
    """The claims at which somebody should have looked again before this day."""
    return tuple(each for each in entries() if each.claim.is_due(day))


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
        ("figures", "series", facts.figure_series()),
        ("figures", "figures", facts.figures()),
        ("events", "events", events.events()),
        ("indicators", "indicators", card.indicators()),
        ("scoring", "scoring", tuple(card.scoring().texts.values())),
        ("terms", "terms", facts.terms()),
    )
    for part, section, rows in tables:
        yield from (Entry(part, section, row) for row in rows)
