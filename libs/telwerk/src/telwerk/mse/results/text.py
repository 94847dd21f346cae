# SPDX-License-Identifier: MIT
"""The result in plain words, as a table for notebooks, and as a chart."""

from collections.abc import Sequence
from html import escape

from telwerk.localised import Language, LocalisedText, percent, whole
from telwerk.mse.results.described import Described
from telwerk.mse.results.interval import Interval, interval_text

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


def paragraph(result: Described, lang: Language) -> str:
    """Say in plain words how many were seen, how many not, and how sure that is.

    Parameters
    ----------
    result
        The estimate.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    str
        A few sentences.
    """
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


def _band(interval: Interval | None, lang: Language) -> list[str]:
    if interval is None or interval.low is None:
        return []
    level = percent(interval.level, lang)
    low = whole(interval.low, lang)
    if interval.high is None:
        return [_HALF_BAND.say(lang).format(low=low)]
    high = whole(interval.high, lang)
    return [_BAND.say(lang).format(low=low, high=high, level=level)]


def html_table(rows: Sequence[tuple[str, str]], text: str) -> str:
    """Make the small table that a notebook shows.

    Parameters
    ----------
    rows
        Name and value of each fact.
    text
        The paragraph below the table.

    Returns
    -------
    str
        HTML with everything escaped.
    """
    body = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return f"<table>{body}</table><p>{escape(text)}</p>"


def rows(result: Described, lang: Language) -> list[tuple[str, str]]:
    """Give the name and the value of each fact about a result.

    Parameters
    ----------
    result
        The estimate.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    list[tuple[str, str]]
        In the order of reading.
    """
    head = _LABELS[lang]
    found = [(head["method"], result.method), (head["observed"], whole(result.observed, lang))]
    if result.estimate is None:
        return [*found, (head["status"], result.status.text.say(lang))]
    found.append((head["estimate"], whole(result.estimate, lang)))
    if result.interval:
        found.append((head["interval"], interval_text(result.interval, lang)))
    found.append((head["seen"], percent(result.observed / result.estimate, lang)))
    if result.model:
        found.append((head["model"], result.model))
    if result.bic is not None:
        found.append(("BIC", f"{result.bic:.4f}"))
    found += [
        (part.label, "-" if part.estimate is None else whole(part.estimate, lang))
        for part in result.parts
    ]
    return found


_LABELS: dict[Language, dict[str, str]] = {
    "nl": {
        "method": "methode",
        "observed": "gezien",
        "status": "status",
        "estimate": "schatting",
        "interval": "interval",
        "seen": "deel gezien",
        "model": "model",
    },
    "en": {
        "method": "method",
        "observed": "seen",
        "status": "status",
        "estimate": "estimate",
        "interval": "interval",
        "seen": "share seen",
        "model": "model",
    },
}
