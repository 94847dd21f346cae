# SPDX-License-Identifier: EUPL-1.2
"""Counts of the register under the rule they may leave it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ketenzicht.register import handover
from ketenzicht.register.states import Age
from ketenzicht.web.parts import Column, Table
from telwerk.sdc import Key, UndecidedError, UnprotectedError, crossed, linked, protect

LISTS = {"form": "exploitation_forms", "reporter": "reporter_types"}
Label = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class SafeTables:
    """The tables that may be shown; where there are none, what stands in the way and what helps."""

    tables: Sequence[Table] = ()
    obstacle: str = ""
    advice: str = ""


def safe_tables(label: Label, day: date) -> SafeTables:
    """Tables of people by year; small cells and what would betray them are hidden together."""
    years = handover.years()
    counts = {name: handover.people_by(name, years=years) for name in ("form", "reporter", "age")}
    if not any(counts.values()):
        return SafeTables((), _("Nobody to count yet"), _("Numbers come with the first entry."))
    rule = handover.shown_from(day)
    cells, relations = linked(crossed(found, name=name) for name, found in counts.items())
    try:
        shown = protect(cells, relations, threshold=rule.threshold, width=rule.width)
    except UndecidedError:
        return SafeTables(
            (),
            _("Whether these numbers are safe is not known"),
            _("It could not be worked out, so nothing is shown. Tell the administrator."),
        )
    except UnprotectedError:
        return SafeTables(
            (),
            _("These numbers cannot be made safe"),
            _("So few people are counted that any table could point at somebody."),
        )
    return SafeTables([_table(name, found, shown, label) for name, found in counts.items()])


def _table(
    name: str,
    counts: Mapping[tuple[str, str], int],
    shown: Mapping[Key, int | None],
    label: Label,
) -> Table:
    captions = {
        "form": _("People by year and form"),
        "reporter": _("People by year and first reporter"),
        "age": _("People by year and age"),
    }
    years = sorted({year for year, _code in counts})
    codes = list(dict.fromkeys(code for _year, code in counts))
    rows = [
        [_name(name, code, label), *(_said(shown[name, year, code]) for year in years)]
        for code in codes
    ]
    total = [_("All"), *(_said(shown[(year,)]) for year in years)]
    firsts = {
        "form": _("Kind of exploitation"),
        "reporter": _("Reporter"),
        "age": _("Age"),
    }
    columns = [Column(firsts[name])] + [Column(year, number=True) for year in years]
    return Table(captions[name], columns, rows, total, _note())


def _note() -> str:
    return _("A point stands where a number below ten is hidden, or one that would betray it.")


def _said(count: int | None) -> str:
    return "·" if count is None else str(count)


def _name(dimension: str, code: str, label: Label) -> str:
    if dimension == "age":
        names = {
            Age.MINOR: _("Under 18"),
            Age.ADULT: _("18 or older"),
            Age.UNKNOWN: _("Not known"),
        }
        return names[Age(code)]
    return label(LISTS[dimension], code)
