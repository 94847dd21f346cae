# SPDX-License-Identifier: EUPL-1.2
"""Counts of the register under the rule they may leave it with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht.register import handover
from ketenzicht.register.views.entries import age_label
from ketenzicht.web.parts import Column, Table
from telwerk.sdc import Key, UndecidedError, UnprotectedError, protect


@dataclass(frozen=True, slots=True)
class SafeTables:
    """The tables that may be shown; where there are none, what stands in the way and what helps."""

    tables: Sequence[Table] = ()
    obstacle: str = ""
    advice: str = ""


def safe_tables(day: date) -> SafeTables:
    """Tables of people by year; small cells and what would betray them are hidden together."""
    counts = handover.people_by_year(years=handover.years())
    if not any(counts.values()):
        return SafeTables((), _("Nobody to count yet"), _("Numbers come with the first entry."))
    rule = handover.shown_from(day)
    cells, relations = handover.linked_tables(counts)
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
    return SafeTables([_table(name, found, shown) for name, found in counts.items()])


def _table(
    name: str,
    counts: Mapping[tuple[str, str], int],
    shown: Mapping[Key, int | None],
) -> Table:
    captions = {
        "form": _("People by year and form"),
        "reporter": _("People by year and first reporter"),
        "age": _("People by year and age"),
        "band": _("People by year and age group"),
        "start": _("People by year and age when the exploitation began"),
        "sex": _("People by year and sex"),
        "citizenship": _("People by year and citizenship"),
        "industry": _("People by year, in and outside the sex industry"),
        "group": _("People by year, industry and route"),
    }
    years = sorted({year for year, _code in counts})
    codes = list(dict.fromkeys(code for _year, code in counts))
    rows = [
        [_name(name, code), *(_said(shown[name, year, code]) for year in years)] for code in codes
    ]
    total = [_("All"), *(_said(shown[(year,)]) for year in years)]
    firsts = {
        "form": _("Kind of exploitation"),
        "reporter": _("Reporter"),
        "age": _("Age"),
        "band": _("Age group"),
        "start": _("Age when it began"),
        "sex": _("Sex"),
        "citizenship": _("Citizenship"),
        "industry": _("Industry"),
        "group": _("Industry and route"),
    }
    columns = [Column(firsts[name])] + [Column(year, number=True) for year in years]
    return Table(captions[name], columns, rows, total, _note())


def _note() -> str:
    return _("A point stands where a number below ten is hidden, or one that would betray it.")


def _said(count: int | None) -> str:
    return "·" if count is None else str(count)


def _name(dimension: str, code: str) -> str:
    if dimension == "age":
        return age_label(code)
    return handover.category_in_words(dimension, code, get_language() or "nl")
