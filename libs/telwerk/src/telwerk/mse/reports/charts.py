# SPDX-License-Identifier: MIT
"""Charts of many models, of overlaps and of thinned tables."""

from collections.abc import Sequence
from typing import Any

from telwerk.localised import Language, LocalisedText
from telwerk.mse.results.chart import ACCENT, INK, LINE, PEOPLE, WIDTH, altair, axis_of, styled

SIZE = LocalisedText(nl="geschat aantal mensen", en="estimated number of people")
BEHIND = LocalisedText(nl="slechter dan het beste model", en="worse than the best model")
IN_SAMPLE = LocalisedText(nl="gezien in de steekproef", en="seen in the sample")


def multiverse(
    models: Sequence[tuple[str, float, float]], criterion: str, lang: Language = "nl"
) -> Any:  # a chart of Altair, which is an optional extra
    """Draw every model as a dot: its estimate across, its distance from the best down.

    Parameters
    ----------
    models
        Name, estimate and criterion of each model.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    Any
        A chart of Altair.
    """
    alt = altair()
    best = min(cost for _, _, cost in models)
    rows = [{"model": m, "size": size, "behind": cost - best} for m, size, cost in models]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("size:Q", axis=axis_of(alt, SIZE, lang), scale=alt.Scale(zero=False)),
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
    return styled(alt, alt.layer(dots, label).properties(width=WIDTH, height=260))


def overlaps(
    lists: Sequence[str], histories: dict[str, int], lang: Language = "nl"
) -> Any:  # a chart of Altair, which is an optional extra
    """Draw how many people stand on exactly which lists, the largest groups first.

    Parameters
    ----------
    lists
        Names of the lists; list 1 is the first.
    histories
        Number of people by flags.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    Any
        A chart of Altair.
    """
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
        x=across,
        y=alt.Y("people:Q", axis=axis_of(alt, PEOPLE, lang), scale=alt.Scale(type="symlog")),
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
    return styled(alt, chart)


def trajectories(
    rows: Sequence[tuple[float, float, float, float]], lang: Language = "nl"
) -> Any:  # a chart of Altair, which is an optional extra
    """Draw the estimate against the people kept, with the middle half as a band.

    Parameters
    ----------
    rows
        People kept, median, lower and upper quartile.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    Any
        A chart of Altair.
    """
    alt = altair()
    names = ("observed", "median", "low", "high")
    points = [dict(zip(names, row, strict=True)) for row in rows]
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X("observed:Q", axis=axis_of(alt, IN_SAMPLE, lang), scale=alt.Scale(zero=False))
    )
    band = base.mark_area(color=ACCENT, opacity=0.15).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(color=ACCENT, point=True).encode(
        y=alt.Y("median:Q", axis=axis_of(alt, SIZE, lang), scale=alt.Scale(zero=False))
    )
    return styled(alt, alt.layer(band, line).properties(width=WIDTH, height=220))
