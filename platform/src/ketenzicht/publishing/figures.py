# SPDX-License-Identifier: EUPL-1.2
"""The published series as plain rows: what every page, file and answer is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.core.errors import NotFound
from ketenzicht.reference import Figure, FigureSeries

REGISTERED = ("registered_rapporteur", "registered_comensha")
COLUMNS = (
    "code", "label", "year", "period", "value", "alternative", "low", "high", "unit", "provisional",
    "publisher", "source", "certainty", "note", "superseded_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """One series; its figures are never put in one line with those of another."""

    code: str
    label: str
    figures: tuple[Figure, ...]


def all_series(language: str) -> tuple[Series, ...]:
    """Return every series that may be shown."""
    return tuple(
        Series(row.code, row.label(language), _figures(row.code))
        for row in reference.figure_series(today())
    )


def one_series(code: str, language: str) -> Series:
    """Return one series."""
    for series in all_series(language):
        if series.code == code:
            return series
    raise NotFound


def _figures(series: str) -> tuple[Figure, ...]:
    found = [
        figure
        for figure in reference.figures(today())
        if figure.series == series and not figure.do_not_publish
    ]
    return tuple(sorted(found, key=lambda figure: (figure.year or 0, figure.code)))


def yearly(series: str) -> tuple[Figure, ...]:
    """Return the yearly numbers of people of a series, final ones only."""
    return tuple(
        figure
        for figure in _figures(series)
        if figure.year and figure.value is not None and figure.unit == "people"
    )


def row(figure: Figure, language: str) -> dict[str, object]:
    """Return one figure as plain values, in the order of `COLUMNS`."""
    values: dict[str, object] = {name: getattr(figure, name) for name in COLUMNS if name != "label"}
    values["label"] = figure.label(language)
    values["source"] = figure.source_in(language)
    return {name: values[name] for name in COLUMNS}


def missing_edition(series: str, today: date) -> int | None:
    """The year a series should have by today and has not; a page says so."""
    found = _series(series)
    return found.missing_edition(max(figure.year or 0 for figure in yearly(series)), today)


def edition_due(series: str, year: int) -> date | None:
    """The day on which the figure of a year should exist."""
    due = _series(series).edition_due
    return date(year + 1, *due) if due else None


def _series(code: str) -> FigureSeries:
    return next(row for row in reference.figure_series(today()) if row.code == code)
