# SPDX-License-Identifier: EUPL-1.2
"""Every plausible model at once: how well it fits against how many people it finds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ketenzicht.web.charts.chart import About, Chart, Model
from ketenzicht.web.charts.render import drawn_once, inline, number, rimmed, svg_of
from ketenzicht.web.charts.theme import ACCENT, NARROW, QUIET, WIDE
from ketenzicht.web.parts import Column, Table

if TYPE_CHECKING:
    from ketenzicht.web.charts.render import Drawing

SIDE = 60
LISTED = 25  # models in the table; the picture has them all


@drawn_once
def multiverse(models: Sequence[Model], about: About) -> Chart:
    """Draw each model as a dot: people found along, distance from the best fit upward."""
    if not models:
        raise ValueError("a multiverse needs at least one model")
    return Chart(
        svg_of(_dots(models, WIDE, 320)),
        svg_of(_dots(models, NARROW, 260)),
        about.title,
        about.description,
        _table(models, about),
    )


def _dots(models: Sequence[Model], width: int, height: int) -> "Drawing":
    import altair as alt

    best = min(model.bic for model in models)
    values = [
        {
            "size": model.size,
            "worse": model.bic - best,
            "chosen": model.chosen,
            "label": f"{model.name}: {number(model.size)}",
        }
        for model in models
    ]
    middle = (min(m.size for m in models) + max(m.size for m in models)) / 2
    along = alt.Axis(format=",.0f", tickCount=4 if width == NARROW else 6)
    x = alt.X("size:Q", title=_("estimated number of people →"), axis=along)
    y = alt.Y(
        "worse:Q",
        title=_("worse fit (BIC) ↓"),
        scale=alt.Scale(reverse=True),
        axis=alt.Axis(tickCount=4, titleAngle=0, titleAlign="left", titleY=-14, titleX=0),
    )
    base = alt.Chart(inline(values)).encode(x.scale(zero=False), y)
    chosen = base.transform_filter("datum.chosen")
    right = chosen.transform_filter(f"datum.size > {middle}")
    left = chosen.transform_filter(f"datum.size <= {middle}")
    after = {"align": "left", "dx": 12, "fontWeight": 600}
    before = {"align": "right", "dx": -12, "fontWeight": 600}
    return alt.layer(
        base.transform_filter("!datum.chosen").mark_point(fill=QUIET, opacity=0.55),
        chosen.mark_point(fill=ACCENT, opacity=1, size=140),
        *rimmed(left.encode(alt.Text("label:N")), after),
        *rimmed(right.encode(alt.Text("label:N")), before),
    ).properties(width=width - SIDE, height=height)


def _table(models: Sequence[Model], about: About) -> Table:
    ranked = sorted(models, key=lambda model: model.bic)
    columns = (
        Column(_("Model")),
        Column(_("People"), number=True),
        Column("BIC", number=True),
    )
    rows = [
        [model.name, number(model.size), number(model.bic, decimals=1)] for model in ranked[:LISTED]
    ]
    left_out = len(models) - len(rows)
    note = _("The table lists the best fits; %(n)s more stand in the picture.") % {"n": left_out}
    title = f"{about.title} ({about.unit})"
    return Table(title, columns, rows, note=note if left_out else "")
