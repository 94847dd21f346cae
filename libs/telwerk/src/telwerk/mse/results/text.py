# SPDX-License-Identifier: MIT
"""The result in plain words, as a table for notebooks, and as a chart."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from telwerk.localised import Language, LocalisedText, percent, whole

if TYPE_CHECKING:
    from telwerk.mse.results.estimate import Estimate, Interval

_SEEN = LocalisedText(
    nl="Op de {lists} lijsten staan {observed} verschillende mensen.",
    en="There are {observed} different people on the {lists} lists.",
)
_NUMBER = LocalisedText(
    nl="Naar schatting zijn er {estimate}. Dan is {seen} in beeld en zijn er {unobserved} die "
    "niemand zag.",
    en="The estimate is that there are {estimate}. Then {seen} are seen, and {unobserved} were "
    "seen by nobody.",
)
_BAND = LocalisedText(
    nl="Kloppen de aannames, dan ligt het echte aantal waarschijnlijk tussen {low} en {high} "
    "({level} zeker).",
    en="If the assumptions hold, the true number probably lies between {low} and {high} "
    "({level} sure).",
)
_HALF_BAND = LocalisedText(
    nl="Kloppen de aannames, dan is het echte aantal waarschijnlijk minstens {low}; een "
    "bovengrens geven de lijsten niet.",
    en="If the assumptions hold, the true number is probably at least {low}; the lists give no "
    "upper limit.",
)
_NONE = LocalisedText(nl="Er is geen schatting. {why}", en="There is no estimate. {why}")


def paragraph(result: "Estimate", lang: Language) -> str:
    """Say in plain words how many were seen, how many not, and how sure that is."""
    seen = _SEEN.say(lang).format(lists=len(result.lists), observed=whole(result.observed, lang))
    if result.estimate is None:
        return f"{seen} {_NONE.say(lang).format(why=result.status.text.say(lang))}"
    number = _NUMBER.say(lang).format(
        estimate=whole(result.estimate, lang),
        seen=percent(result.observed / result.estimate, lang),
        unobserved=whole(result.estimate - result.observed, lang),
    )
    sentences = [seen, number, *_band(result.interval, lang)]
    return " ".join([*sentences, *(remark.say(lang) for remark in result.remarks)])


def _band(interval: "Interval | None", lang: Language) -> list[str]:
    if interval is None or interval.low is None:
        return []
    level = percent(interval.level, lang)
    low = whole(interval.low, lang)
    if interval.high is None:
        return [_HALF_BAND.say(lang).format(low=low)]
    high = whole(interval.high, lang)
    return [_BAND.say(lang).format(low=low, high=high, level=level)]


def html_table(rows: Sequence[tuple[str, str]], text: str) -> str:
    """Make the small table that a notebook shows."""
    body = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{body}</table><p>{escape(text)}</p>"


def chart(result: "Estimate", lang: Language) -> Any:  # a chart of Altair, an optional extra
    """Draw seen against unseen with the band of the interval."""
    from telwerk.mse.results.chart import estimate_chart

    return estimate_chart(result, lang)
