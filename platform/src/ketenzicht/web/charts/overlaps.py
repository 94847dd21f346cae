# SPDX-License-Identifier: EUPL-1.2
"""How lists overlap, drawn as UpSet: a bar per combination, its lists as joined dots below."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ketenzicht.web.charts.chart import About, Chart, Overlap
from ketenzicht.web.charts.render import drawn_once, inline, number, svg_of
from ketenzicht.web.charts.theme import ACCENT, LINE, NARROW, WIDE, room_for
from ketenzicht.web.parts import Column, Table

if TYPE_CHECKING:
    import altair as alt

    from ketenzicht.web.charts.render import Drawing

ROW = 26
NARROW_FITS = 7  # combinations that a narrow picture can still show; the table has them all


@drawn_once
def overlaps(found: Sequence[Overlap], lists: Sequence[str], about: About) -> Chart:
    """Draw how many people stand on each combination of lists, most first."""
    if not found:
        raise ValueError("an overlap chart needs at least one combination of lists")
    ordered = sorted(found, key=lambda each: (-(each.count or 0), len(each.lists), each.lists))
    return Chart(
        svg_of(_upset(ordered, lists, WIDE)),
        svg_of(_upset(ordered[:NARROW_FITS], lists, NARROW)),
        about.title,
        about.description,
        _table(ordered, about),
    )


def _upset(ordered: Sequence[Overlap], lists: Sequence[str], width: int) -> "Drawing":
    import altair as alt

    names = room_for(list(lists))
    step = min(44.0, (width - names - 8) / len(ordered))
    x = alt.X("at:O", axis=None, scale=alt.Scale(paddingInner=0.4, paddingOuter=0.2))
    bars = [
        {"at": at, "count": each.count or 0, "label": number(each.count)}
        for at, each in enumerate(ordered)
    ]
    counted = alt.Chart(inline(bars)).encode(x, alt.Y("count:Q", axis=None))
    named = counted.mark_text(dy=-8, fontWeight=600).encode(alt.Text("label:N"))
    above = alt.layer(counted.mark_bar(cornerRadiusEnd=2), named)
    below = alt.layer(*_matrix(ordered, lists, x))
    size = {"width": step * len(ordered)}
    joined: Drawing = alt.vconcat(
        above.properties(height=180, **size),
        below.properties(height=ROW * len(lists), **size),
        spacing=6,
    ).resolve_scale(x="shared")
    return joined


def _matrix(ordered: Sequence[Overlap], lists: Sequence[str], x: "alt.X") -> "list[alt.Chart]":
    import altair as alt

    dots = [
        {"at": at, "list": name, "on": name in each.lists}
        for at, each in enumerate(ordered)
        for name in lists
    ]
    order = alt.Scale(domain=list(lists))
    y = alt.Y("list:N", scale=order, axis=alt.Axis(grid=False))
    base = alt.Chart(inline(dots)).encode(x, y)
    joins = alt.Chart(inline(_joins(ordered, lists))).mark_rule(stroke=ACCENT, strokeWidth=3)
    return [
        base.mark_point(opacity=1, size=110, fill=LINE),
        joins.encode(x, alt.Y("first:N", scale=order), alt.Y2("last:N")),
        base.transform_filter("datum.on").mark_point(opacity=1, size=110),
    ]


def _joins(ordered: Sequence[Overlap], lists: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for at, each in enumerate(ordered):
        on = [name for name in lists if name in each.lists]
        if on:
            found.append({"at": at, "first": on[0], "last": on[-1]})
    return found


def _table(ordered: Sequence[Overlap], about: About) -> Table:
    columns = (Column(_("Lists")), Column(_("People"), number=True))
    rows = [[" + ".join(each.lists), number(each.count)] for each in ordered]
    return Table(f"{about.title} ({about.unit})", columns, rows)
