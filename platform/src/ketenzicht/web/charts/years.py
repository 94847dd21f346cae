# SPDX-License-Identifier: EUPL-1.2
"""Charts over the years: series, the opening line, small multiples."""

import json
from collections.abc import Iterable, Sequence
from math import ceil, floor, log10
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ketenzicht.web.charts.chart import About, Chart, Line, Opening, Point
from ketenzicht.web.charts.render import drawn_once, inline, number, rimmed, svg_of
from ketenzicht.web.charts.theme import (
    ACCENT,
    BOLD_LETTER,
    INK,
    NARROW,
    PAPER,
    QUIET,
    TEXT,
    WAITS,
    WIDE,
    room_for,
)
from ketenzicht.web.parts import Column, Table

if TYPE_CHECKING:
    import altair as alt

    from ketenzicht.web.charts.render import Drawing

Row = dict[str, Any]

SIDE = 52  # room for the numbers along the axis
YEAR = 44  # room for the name of a year
BETWEEN = 28  # from one small chart to the next
UNDER = 80  # from one row of small charts to the next: its axis, and the names of the next
SMALL = 96  # height of a small chart
HEADROOM = 1.35  # room above the highest value for its figure, so that it stays in the cell
BESIDE: Row = {"align": "left", "dx": 10, "fontWeight": 600}
BELOW: Row = {"align": "center", "dy": 18, "fontWeight": 600}
ABOVE: Row = {"align": "right", "dy": -12, "fontWeight": 600}
SHADES = (ACCENT, INK, WAITS, QUIET)
# Lines differ in more than colour, so that grey print and every eye can tell them apart.
SHAPES = ("circle", "square", "diamond", "triangle-up")
GLYPHS = "●■◆▲"
DASHES = ([1, 0], [7, 5], [2, 5], [12, 4, 2, 4])


@drawn_once
def series(lines: Sequence[Line], about: About) -> Chart:
    """Values over the years, each line named at its end, bounds as a band."""
    if not any(line.points for line in lines):
        raise ValueError("a series needs at least one line with at least one point")
    return Chart(
        svg_of(_series(lines, WIDE, 300)),
        svg_of(_series(lines, NARROW, 240)),
        about.title,
        about.description,
        _series_table(lines, about),
        _note(lines, about),
    )


def _note(lines: Sequence[Line], about: About) -> str:
    return about.when_it_falls if any(line.falls for line in lines) else ""


def _series(lines: Sequence[Line], width: int, height: int) -> "Drawing":
    import altair as alt

    top = _top(point for line in lines for point in line.points)
    values = [_row(point, line.name) for line in lines for point in line.points]
    ends = [_end(line, named=width > NARROW) for line in lines if line.points]
    ends = _apart(ends, 1.4 * TEXT * top / height)
    inner = width - SIDE - room_for([end["label"] for end in ends])
    names = [line.name for line in lines]
    shades = alt.Scale(domain=names, range=list(SHADES))
    dash = alt.StrokeDash("name:N", legend=None, scale=alt.Scale(domain=names, range=list(DASHES)))
    shape = alt.Shape("name:N", legend=None, scale=alt.Scale(domain=names, range=list(SHAPES)))
    fill = alt.Fill("name:N", legend=None, scale=shades)
    along = _along((row["year"] for row in values), inner)
    drawn = alt.Chart(inline(values)).encode(along, _upward("value:Q", top))
    bounded = drawn.transform_filter("datum.low != null").mark_area()
    last = alt.Chart(inline(ends)).encode(along, _upward("at:Q", top), alt.Text("label:N"), fill)
    running = f"datum.year == {max(row['year'] for row in values)}"
    return alt.layer(
        bounded.encode(_upward("low:Q", top), alt.Y2("high:Q"), fill),
        drawn.mark_line().encode(alt.Stroke("name:N", legend=None, scale=shades), dash),
        # A dot where something was counted: a line alone would fill years without a count.
        drawn.mark_point(opacity=1, size=32).encode(fill, shape),
        *rimmed(last.transform_filter(running), BESIDE),
        *rimmed(last.transform_filter(f"!({running})"), BELOW),
        *(_names_on_top(lines, fill) if width == NARROW else ()),
    ).properties(width=inner, height=height)


def _names_on_top(lines: Sequence[Line], fill: "alt.Fill") -> "list[alt.Chart]":
    """Where a line has no room for its name beside it, the names stand above the drawing."""
    import altair as alt

    rows = [
        [{"name": line.name, "said": f"{glyph} {line.name}"}]
        for glyph, line in zip(GLYPHS, lines, strict=False)
    ]
    heights = [alt.value(-14 - 18 * (len(lines) - 1 - at)) for at in range(len(lines))]
    return [
        alt.Chart(inline(row))
        .mark_text(align="left", fontWeight=600)
        .encode(alt.Text("said:N"), fill, x=alt.value(0), y=height)
        for row, height in zip(rows, heights, strict=True)
    ]


def _along(years: Iterable[int], width: float) -> "alt.X":
    """Time runs evenly, also over years without a value."""
    import altair as alt

    counted = sorted(years)
    first, last = counted[0], counted[-1]
    fits = max(1, floor(width / YEAR))
    every = max(1, ceil((last - first + 1) / fits))
    axis = alt.Axis(format="d", values=list(range(last, first - 1, -every)))
    domain = [first, last] if first < last else [first - 1, last + 1]
    return alt.X("year:Q", axis=axis, scale=alt.Scale(domain=domain, padding=14, nice=False))


def _upward(field: str, top: float) -> "alt.Y":
    import altair as alt

    step = _step(top)
    steps = ceil(top / step)
    ticks = [tick * step for tick in range(steps + 1)]
    axis = alt.Axis(format=",.0f", values=ticks)
    return alt.Y(field, axis=axis, scale=alt.Scale(domain=[0, ticks[-1]]))


def _step(top: float) -> float:
    """A round distance between gridlines that gives about four of them."""
    rough = top / 4
    size = float(10 ** floor(log10(rough)))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)


def _top(points: Iterable[Point]) -> float:
    return max(point.value if point.high is None else point.high for point in points) or 1.0


def _row(point: Point, name: str) -> Row:
    return {
        "year": point.year,
        "value": point.value,
        "low": point.low,
        "high": point.high,
        "name": name,
    }


def _end(line: Line, *, named: bool) -> Row:
    last = line.points[-1]
    label = f"{line.name} {number(last.value)}" if named else number(last.value)
    return {**_row(last, line.name), "label": label}


def _apart(ends: list[Row], gap: float) -> list[Row]:
    """Where each end label stands: at its value, moved up as far as it would hide another."""
    placed: list[Row] = []
    for end in sorted(ends, key=lambda end: end["value"]):
        near = [other["at"] for other in placed if other["year"] == end["year"]]
        lowest = near[-1] + gap if near else end["value"]
        placed.append({**end, "at": max(end["value"], lowest)})
    return placed


def _series_table(lines: Sequence[Line], about: About) -> Table:
    years = sorted({point.year for line in lines for point in line.points})
    found = {(line.name, point.year): point for line in lines for point in line.points}
    columns = [Column(_("Year")), *(Column(line.name, number=True) for line in lines)]
    rows = [[year, *(_cell(found.get((line.name, year))) for line in lines)] for year in years]
    return Table(f"{about.title} ({about.unit})", columns, rows)


def _cell(point: Point | None) -> str:
    if point is None:
        return "–"
    if point.low is None or point.high is None:
        return number(point.value)
    return f"{number(point.value)} ({number(point.low)}–{number(point.high)})"


@drawn_once
def opening(years: Sequence[Opening], about: About) -> Chart:
    """Seen against estimated: two lines with what lies open between them."""
    if not years:
        raise ValueError("an opening line needs at least one year")
    return Chart(
        svg_of(_opening(years, WIDE, 320)),
        svg_of(_opening(years, NARROW, 260)),
        about.title,
        about.description,
        _opening_table(years, about),
    )


def _opening(years: Sequence[Opening], width: int, height: int) -> "Drawing":
    import altair as alt

    values: list[Row] = [
        {"year": y.year, "seen": y.seen, "size": y.estimate, "low": y.low, "high": y.high}
        for y in years
    ]
    top, last = max(each.high for each in years), years[-1]
    labels: list[Row] = [
        {**values[-1], "at": last.estimate, "label": _("%(n)s estimated") % _n(last.estimate)},
        {**values[-1], "at": last.seen, "label": _("%(n)s seen") % _n(last.seen)},
    ]
    inner = width - SIDE - room_for([label["label"] for label in labels])
    along = _along((each.year for each in years), inner)
    base = alt.Chart(inline(values)).encode(along)
    ends = alt.Chart(inline(labels)).encode(along, _upward("at:Q", top), alt.Text("label:N"))
    open_line = base.mark_line(strokeDash=[0.1, 7], strokeWidth=3)
    band = base.mark_area() if len(years) > 1 else base.mark_bar(size=28, opacity=0.16)
    return alt.layer(
        band.encode(_upward("low:Q", top), alt.Y2("high:Q")),
        base.mark_rule(stroke=QUIET, opacity=0.35).encode(_upward("seen:Q", top), alt.Y2("size:Q")),
        open_line.encode(_upward("size:Q", top)),
        base.mark_line(strokeWidth=3.5, stroke=INK).encode(_upward("seen:Q", top)),
        base.mark_point(opacity=1, fill=INK, size=30).encode(_upward("seen:Q", top)),
        base.mark_point(opacity=1, fill=PAPER, stroke=ACCENT, strokeWidth=2).encode(
            _upward("size:Q", top)
        ),
        *rimmed(ends, BESIDE),
    ).properties(width=inner, height=height)


def _n(value: float) -> dict[str, str]:
    return {"n": number(value)}


def _opening_table(years: Sequence[Opening], about: About) -> Table:
    columns = (
        Column(_("Year")),
        Column(_("Seen"), number=True),
        Column(_("Estimated"), number=True),
        Column(_("Between"), number=True),
    )
    rows = [
        [y.year, number(y.seen), number(y.estimate), f"{number(y.low)}–{number(y.high)}"]
        for y in years
    ]
    return Table(f"{about.title} ({about.unit})", columns, rows)


@drawn_once
def small_multiples(lines: Sequence[Line], about: About) -> Chart:
    """One small chart per line, all on the same scale, so that they can be compared."""
    if not any(line.points for line in lines):
        raise ValueError("small multiples need at least one line with at least one point")
    return Chart(
        svg_of(_multiples(lines, WIDE, columns=4)),
        svg_of(_multiples(lines, NARROW, columns=2)),
        about.title,
        about.description,
        _series_table(lines, about),
        _note(lines, about),
    )


def _multiples(lines: Sequence[Line], width: int, *, columns: int) -> "Drawing":
    import altair as alt

    beside = min(columns, len(lines))
    cell = (width - BETWEEN * (beside - 1)) / beside
    values = [_row(point, line.name) for line in lines for point in line.points]
    last = {line.name: line.points[-1].year for line in lines if line.points}
    for row in values:
        row["label"] = number(row["value"]) if row["year"] == last[row["name"]] else ""
    top = _top(point for line in lines for point in line.points) * HEADROOM
    first, end = min(row["year"] for row in values), max(row["year"] for row in values)
    along = alt.Axis(values=[first, end], format="d", labelFlush=True)
    base = alt.Chart().encode(
        alt.X("year:Q", axis=along, scale=alt.Scale(domain=[first, end], nice=False)),
        alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, top])),
    )
    drawn = alt.layer(
        base.transform_filter("datum.low != null")
        .mark_area()
        .encode(alt.Y("low:Q", axis=None), alt.Y2("high:Q")),
        base.mark_line(),
        base.transform_filter("datum.label != ''").mark_point(opacity=1),
        *rimmed(base.encode(alt.Text("label:N")), ABOVE),
    ).properties(width=cell, height=SMALL)
    header = alt.Header(labelExpr=_broken(lines, cell), labelLineHeight=16)
    faceted = drawn.facet(
        facet=alt.Facet("name:N", sort=[line.name for line in lines], header=header),
        columns=beside,
        # Cells of one size, whatever is written in them: names and axes stand in line.
        bounds="flush",
        spacing={"column": BETWEEN, "row": UNDER},
        data=inline(values),
    )
    found: alt.FacetChart = faceted.resolve_axis(x="independent")
    return found


def _broken(lines: Sequence[Line], cell: float) -> str:
    """The expression that breaks a name too long for its cell over lines."""
    letters = floor(cell / BOLD_LETTER)
    names = {line.name: wrap(line.name, letters) for line in lines}
    return f"{json.dumps(names)}[datum.value]"
