# SPDX-License-Identifier: EUPL-1.2
"""Facts to show: published figures, helplines, words on screen, regions and municipalities."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from ketenzicht.reference.dated import holding, newest, versions
from ketenzicht.reference.documents import Document, MalformedReferenceError, Row
from ketenzicht.reference.lists import codes, known
from ketenzicht.reference.own_rows import load
from ketenzicht.reference.remembering import remembered
from ketenzicht.reference.rules import labels
from ketenzicht.reference.values import (
    Code,
    Figure,
    FigureSeries,
    Helpline,
    Municipality,
    Region,
    Term,
)

UNITS = frozenset(
    {"people", "reports", "cases", "percent", "percent_change", "share", "count", "euro", "minutes"}
)
ROUTES = frozenset({"province", "safety_region", "police_unit"})
FALLBACK_DESK = "comensha"


def read_figures(document: Document) -> tuple[Figure, ...]:
    """Read the published figures; a figure without own labels takes those of its series."""
    series = {row.text("code"): row for row in document.rows("series")}
    found = versions(document.name, (_figure(row, series) for row in document.rows("figures")))
    names = {each.code for each in found}
    for each in found:
        if each.superseded_by is not None and each.superseded_by not in names:
            raise MalformedReferenceError(
                f"{document.name}: '{each.code}' is superseded by '{each.superseded_by}', no figure"
            )
    return found


def _figure(row: Row, series: Mapping[str, Row]) -> Figure:
    own = series[row.one_of("series", frozenset(series))]
    figure = Figure(
        code=row.text("code"),
        nl=row.optional_text("nl") or own.text("nl"),
        en=row.optional_text("en") or own.text("en"),
        series=row.text("series"),
        unit=row.one_of("unit", UNITS),
        year=row.count("year"),
        period=row.optional_text("period"),
        value=row.number("value"),
        low=row.number("low"),
        high=row.number("high"),
        alternative=row.number("alternative"),
        dimension=row.optional_text("dimension"),
        category=row.optional_text("category"),
        publisher=row.optional_text("publisher"),
        note=row.optional_text("note"),
        provisional=row.flag("provisional"),
        do_not_publish=row.flag("do_not_publish"),
        superseded_by=row.optional_text("superseded_by"),
        claim=row.claim(),
    )
    row.finish()
    if figure.value is None and (figure.low is None or figure.high is None):
        raise row.refuse("give a 'value', or both 'low' and 'high'")
    return figure


def read_figure_series(document: Document) -> tuple[FigureSeries, ...]:
    """Read the series that figures belong to."""
    return versions(document.name, map(_series, document.rows("series")))


def _series(row: Row) -> FigureSeries:
    due = row.optional_text("edition_due")
    found = FigureSeries(**labels(row), edition_due=_month_and_day(row, due), claim=row.claim())
    row.value("note")
    row.finish()
    return found


def _month_and_day(row: Row, written: str | None) -> tuple[int, int] | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(f"2000-{written}")
    except ValueError as problem:
        raise row.refuse(f"'edition_due' is '{written}'; write month and day: 10-18") from problem
    return day.month, day.day


def read_helplines(document: Document) -> tuple[Helpline, ...]:
    """Read the helplines; each can be reached somehow."""
    return versions(document.name, map(_helpline, document.rows("helplines")))


def _helpline(row: Row) -> Helpline:
    line = Helpline(
        **labels(row),
        number=row.optional_text("number"),
        from_abroad=row.optional_text("from_abroad"),
        website=row.optional_text("website"),
        hours_nl=row.optional_text("hours_nl"),
        hours_en=row.optional_text("hours_en"),
        meant_for=row.texts("for"),
        claim=row.claim(),
    )
    row.finish()
    if line.number is None and line.website is None and not line.claim.unknown:
        raise row.refuse("give a 'number' or a 'website', or say that it is 'unknown'")
    return line


def read_terms(document: Document) -> tuple[Term, ...]:
    return versions(document.name, map(_term, document.rows("terms")))


def _term(row: Row) -> Term:
    term = Term(
        **labels(row),
        avoid_nl=row.text("avoid_nl"),
        avoid_en=row.text("avoid_en"),
        why_nl=row.text("why_nl"),
        why_en=row.text("why_en"),
        claim=row.claim(),
    )
    row.finish()
    return term


def read_municipalities(document: Document) -> tuple[Municipality, ...]:
    """Read the routing table from municipality to region."""
    return versions(document.name, map(_municipality, document.rows("municipalities")))


def _municipality(row: Row) -> Municipality:
    municipality = Municipality(
        **labels(row),
        province=row.one_of("province", known("provinces")),
        police_unit=row.one_of("police_unit", known("police_units")),
        region=row.one_of("region", known("care_coordination_regions")),
        route=row.one_of("route", ROUTES),
        note=row.optional_text("note"),
        joined=row.optional_text("joined"),
        claim=row.claim(),
    )
    row.finish()
    return municipality


def figures(day: date | None = None) -> tuple[Figure, ...]:
    """The published figures of all series: as they stood on a day, or the newest of each."""
    return holding(all_figures(), day)


@remembered
def all_figures() -> tuple[Figure, ...]:
    """The published figures in every version."""
    return read_figures(load("figures.yaml"))


def figure_series(day: date | None = None) -> tuple[FigureSeries, ...]:
    """The series that figures belong to: those of a day, or the newest of each."""
    return holding(all_figure_series(), day)


@remembered
def all_figure_series() -> tuple[FigureSeries, ...]:
    """The series in every version."""
    return read_figure_series(load("figures.yaml"))


def helplines(day: date | None = None) -> tuple[Helpline, ...]:
    """Whom to call, the emergency number first: of a day, or the newest of each."""
    return holding(all_helplines(), day)


@remembered
def all_helplines() -> tuple[Helpline, ...]:
    """The helplines in every version."""
    return read_helplines(load("helplines.yaml"))


def terms(day: date | None = None) -> tuple[Term, ...]:
    """Words on screen, with the words to avoid: those of a day, or the newest of each."""
    return holding(all_terms(), day)


@remembered
def all_terms() -> tuple[Term, ...]:
    """The words in every version."""
    return read_terms(load("terms.yaml"))


def municipalities(day: date | None = None, *, by: date | None = None) -> tuple[Municipality, ...]:
    """The municipalities of a day, or all that ever were, each in its newest version.

    With `by` it is all that had begun by that day.
    """
    return newest(all_municipalities(), by) if by else holding(all_municipalities(), day)


@remembered
def all_municipalities() -> tuple[Municipality, ...]:
    """The municipalities in every version."""
    return read_municipalities(load("municipalities.yaml"))


@remembered
def _municipality_by_code() -> Mapping[str, Municipality]:
    return MappingProxyType({each.code: each for each in municipalities()})


def region_for(municipality: str, day: date | None = None) -> str:
    """The code of the region for a municipality code, or the national desk when unknown.

    With a day it is the region of that day; a municipality that ended keeps its last one.
    """
    found = _municipality_by_code().get(municipality)
    of_day = (
        each
        for each in all_municipalities()
        if day and each.code == municipality and each.holds_on(day)
    )
    found = next(of_day, found)
    return found.region if found else FALLBACK_DESK


@remembered
def regions(by: date | None = None) -> tuple[Region, ...]:
    """The regions of care coordination; with a day those that had begun by then."""
    return tuple(_region(each) for each in codes("care_coordination_regions", by=by))


def _region(each: Code) -> Region:
    organisation = each.attributes.get("organisation")
    return Region(
        code=each.code,
        nl=each.nl,
        en=each.en,
        organisation=None if organisation is None else str(organisation),
        police_unit=str(each.attributes["police_unit"]),
        note=each.note,
        claim=each.claim,
    )
