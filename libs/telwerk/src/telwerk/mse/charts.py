# SPDX-License-Identifier: MIT
"""Charts of estimates: hairlines, direct labels, uncertainty as a band."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from telwerk.words import Language, Words, whole

if TYPE_CHECKING:
    from telwerk.mse.result import Estimate

INK, QUIET, LINE, ACCENT = "#1D2430", "#5B6472", "#DEDBD3", "#0F5C63"
WIDTH = 560

SEEN = Words(nl="gezien", en="seen")
UNSEEN = Words(nl="niet gezien, naar schatting", en="not seen, estimated")
PEOPLE = Words(nl="mensen", en="people")
SIZE = Words(nl="geschat aantal mensen", en="estimated number of people")
BEHIND = Words(nl="slechter dan het beste model", en="worse than the best model")
KEPT = Words(nl="gezien in de steekproef", en="seen in the sample")


def altair() -> Any:  # the module, which is an optional extra
    """Import Altair, or say how to get it."""
    try:
        import altair as alt
    except ImportError:
        raise ImportError("A chart needs Altair: install telwerk[report].") from None
    return alt


def opening_line(result: "Estimate", lang: Language = "nl") -> Any:  # a chart of Altair
    """Draw seen people as a solid line, unseen as an open one, the interval as a band."""
    alt = altair()
    rows = [{"from": 0, "to": result.observed, "part": SEEN.say(lang)}]
    layers = []
    if result.estimate is not None:
        rows.append({"from": result.observed, "to": result.estimate, "part": UNSEEN.say(lang)})
        layers += _band(alt, result)
    axis = _axis(alt, PEOPLE, lang)
    line = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(height=6, stroke=ACCENT, strokeWidth=1)
        .encode(
            x=alt.X("from:Q", axis=axis),
            x2="to:Q",
            fillOpacity=alt.condition("datum.from == 0", alt.value(1), alt.value(0)),
            fill=alt.value(ACCENT),
        )
    )
    labels = [_label(alt, row, lang) for row in rows]
    return _styled(alt, alt.layer(*layers, line, *labels).properties(width=WIDTH, height=60))


def _band(alt: Any, result: "Estimate") -> list[Any]:
    band = result.interval
    if band is None or band.low is None or band.high is None:
        return []
    rows = [{"low": band.low, "high": band.high}]
    return [
        alt.Chart(alt.Data(values=rows))
        .mark_bar(height=34, color=ACCENT, opacity=0.15)
        .encode(x="low:Q", x2="high:Q")
    ]


def _label(alt: Any, row: dict[str, Any], lang: Language) -> Any:
    """Write the seen above the line at its start, the unseen below it at its end."""
    start = row["from"] == 0
    text = f"{whole(row['to'] - row['from'], lang)} {row['part']}"
    return (
        alt.Chart(alt.Data(values=[{"at": 0 if start else row["to"], "label": text}]))
        .mark_text(align="left" if start else "right", dy=-14 if start else 14, color=INK)
        .encode(x="at:Q", text="label:N")
    )


def _axis(alt: Any, title: Words, lang: Language) -> Any:
    """Make an axis with the thousands mark of the language."""
    mark = "." if lang == "nl" else ","
    return alt.Axis(
        title=title.say(lang),
        grid=False,
        tickCount=5,
        labelExpr=f"replace(format(datum.value, ',.0f'), /,/g, '{mark}')",
    )


def multiverse(
    models: Sequence[tuple[str, float, float]], criterion: str, lang: Language = "nl"
) -> Any:  # a chart of Altair, which is an optional extra
    """Draw every model as a dot: its estimate across, its distance from the best down."""
    alt = altair()
    best = min(cost for _, _, cost in models)
    rows = [{"model": m, "size": size, "behind": cost - best} for m, size, cost in models]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("size:Q", axis=_axis(alt, SIZE, lang), scale=alt.Scale(zero=False)),
        y=alt.Y(
            "behind:Q",
            title=f"{criterion.upper()}: {BEHIND.say(lang)}",
            scale=alt.Scale(reverse=True),
        ),
        tooltip=["model:N", alt.Tooltip("size:Q", format=",.0f")],
    )
    dots = base.mark_circle(size=40, color=ACCENT, opacity=0.6)
    label = (
        base.transform_filter("datum.behind == 0")
        .mark_text(dy=-12, color=INK)
        .encode(text="model:N")
    )
    return _styled(alt, alt.layer(dots, label).properties(width=WIDTH, height=260))


def overlaps(
    lists: Sequence[str], histories: dict[str, int], lang: Language = "nl"
) -> Any:  # a chart of Altair, which is an optional extra
    """Draw how many people stand on exactly which lists, the largest groups first."""
    alt = altair()
    order = sorted(histories, key=lambda flags: -histories[flags])
    bars = [{"history": flags, "people": histories[flags]} for flags in order]
    dots = [
        {"history": flags, "list": name, "on": flag == "1"}
        for flags in order
        for name, flag in zip(lists, flags, strict=True)
    ]
    across = alt.X("history:N", sort=order, axis=None)
    top = alt.Chart(alt.Data(values=bars)).encode(
        x=across, y=alt.Y("people:Q", axis=_axis(alt, PEOPLE, lang), scale=alt.Scale(type="symlog"))
    )
    columns = top.mark_bar(color=ACCENT) + top.mark_text(dy=-6, fontSize=9, color=INK).encode(
        text="people:Q"
    )
    below = (
        alt.Chart(alt.Data(values=dots))
        .mark_circle(size=70)
        .encode(
            x=across,
            y=alt.Y("list:N", sort=list(lists), title=None),
            color=alt.condition("datum.on", alt.value(INK), alt.value(LINE)),
        )
    )
    chart = alt.vconcat(
        columns.properties(width=WIDTH, height=160),
        below.properties(width=WIDTH, height=22 * len(lists)),
        spacing=4,
    )
    return _styled(alt, chart)


def trajectories(
    rows: Sequence[tuple[float, float, float, float]], lang: Language = "nl"
) -> Any:  # a chart of Altair, which is an optional extra
    """Draw the estimate against the people kept, with the middle half as a band."""
    alt = altair()
    names = ("observed", "median", "low", "high")
    points = [dict(zip(names, row, strict=True)) for row in rows]
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X("observed:Q", axis=_axis(alt, KEPT, lang), scale=alt.Scale(zero=False))
    )
    band = base.mark_area(color=ACCENT, opacity=0.15).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(color=ACCENT, point=True).encode(
        y=alt.Y("median:Q", axis=_axis(alt, SIZE, lang), scale=alt.Scale(zero=False))
    )
    return _styled(alt, alt.layer(band, line).properties(width=WIDTH, height=220))


def _styled(alt: Any, chart: Any) -> Any:
    return (
        chart.configure(background="transparent")
        .configure_view(strokeWidth=0)
        .configure_axis(
            domainColor=LINE,
            gridColor=LINE,
            gridWidth=0.5,
            labelColor=QUIET,
            tickColor=LINE,
            titleColor=QUIET,
            titleFontWeight="normal",
        )
    )
