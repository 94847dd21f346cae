# SPDX-License-Identifier: MIT
"""The chart of one estimate, and the style of all charts: hairlines, labels, bands."""

from typing import Any

from telwerk.localised import Language, LocalisedText, whole
from telwerk.mse.results.described import Described

INK, QUIET, LINE, ACCENT = "#1D2430", "#5B6472", "#DEDBD3", "#0F5C63"
WIDTH = 560

SEEN = LocalisedText(nl="gezien", en="seen")
UNSEEN = LocalisedText(nl="niet gezien, naar schatting", en="not seen, estimated")
PEOPLE = LocalisedText(nl="mensen", en="people")


def altair() -> Any:  # the module, which is an optional extra
    """Import Altair, or say how to get it.

    Returns
    -------
    Any
        The module.

    Raises
    ------
    ImportError
        When it is not installed.
    """
    try:
        import altair as alt
    except ImportError:
        raise ImportError("A chart needs Altair: install telwerk[report].") from None
    return alt


def estimate_chart(result: Described, lang: Language = "nl") -> Any:  # a chart of Altair
    """Draw seen people as a solid line, unseen as an open one, the interval as a band.

    Parameters
    ----------
    result
        The estimate.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    Any
        A chart of Altair.
    """
    alt = altair()
    rows = [{"from": 0, "to": result.observed, "part": SEEN.say(lang)}]
    layers = []
    if result.estimate is not None:
        rows.append({"from": result.observed, "to": result.estimate, "part": UNSEEN.say(lang)})
        layers += _band(alt, result)
    axis = axis_of(alt, PEOPLE, lang)
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
    return styled(alt, alt.layer(*layers, line, *labels).properties(width=WIDTH, height=60))


def _band(alt: Any, result: Described) -> list[Any]:
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


def axis_of(alt: Any, title: LocalisedText, lang: Language) -> Any:  # an axis of Altair
    """Make an axis with the thousands mark of the language.

    Parameters
    ----------
    alt
        The module Altair.
    title
        What is along the axis.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    Any
        An axis of Altair.
    """
    mark = "." if lang == "nl" else ","
    return alt.Axis(
        title=title.say(lang),
        grid=False,
        tickCount=5,
        labelExpr=f"replace(format(datum.value, ',.0f'), /,/g, '{mark}')",
    )


def styled(alt: Any, chart: Any) -> Any:  # a chart of Altair
    """Give a chart the style of all: no background, thin lines, quiet titles.

    Parameters
    ----------
    alt
        The module Altair.
    chart
        A chart of Altair.

    Returns
    -------
    Any
        The chart with the style.
    """
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
