# SPDX-License-Identifier: EUPL-1.2
"""Disclosure control of the register's tables: all tables and years at once.

The threshold and the width are dated rules of the reference data; they follow the Dutch practice
of hiding groups under ten (see docs/decisions) and are stated with every release.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ketenzicht.register.handover import ShownFrom, linked_tables
from telwerk.sdc import Key, audit, protect

Crossed = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class SafeTable:
    """A table of years by categories in which hidden cells are None."""

    name: str
    years: tuple[str, ...]
    categories: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The tables that may be shown, and what the audit found."""

    tables: tuple[SafeTable, ...]
    small: int
    hidden: int
    narrowest: float | None


def control(tables: Mapping[str, Crossed], rule: ShownFrom) -> Checked:
    """Hide what has to be hidden over all tables together, and audit the outcome."""
    cells, relations = linked_tables(tables)
    shown = protect(cells, relations, threshold=rule.threshold, width=rule.width)
    small = [key for key, count in cells.items() if count < rule.threshold]
    found = audit(shown, relations, of=small)
    return Checked(
        tables=tuple(_table(name, counts, shown) for name, counts in tables.items()),
        small=len(small),
        hidden=sum(value is None for value in shown.values()),
        narrowest=_narrowest(bounds.width for bounds in found.values()),
    )


def _narrowest(widths: Iterable[float]) -> float | None:
    """The least distance between the bounds of a small group; None when nothing bounds it."""
    least = min(widths, default=math.inf)
    return None if math.isinf(least) else least


def _table(name: str, counts: Crossed, shown: Mapping[Key, int | None]) -> SafeTable:
    years = tuple(sorted({year for year, _ in counts}))
    categories = tuple(dict.fromkeys(category for _, category in counts))
    return SafeTable(
        name=name,
        years=years,
        categories=categories,
        cells=tuple(
            tuple(shown[(name, year, category)] for category in categories) for year in years
        ),
        totals=tuple(shown[(year,)] for year in years),
    )
