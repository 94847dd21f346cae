# SPDX-License-Identifier: MIT
"""Intervals of estimates, and estimates of subgroups."""

import math
from dataclasses import dataclass

from telwerk.localised import Language, percent, whole


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits around an estimate; a limit is None when the method has none there.

    Attributes
    ----------
    low
        Lower limit in people; None when the method has none there.
    high
        Upper limit in people; None when nothing bounds it.
    level
        Probability inside the interval, such as 0.95.
    method
        What kind of interval it is.
    """

    low: float | None
    high: float | None
    level: float = 0.95
    method: str = "wald"

    def __post_init__(self) -> None:
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if not low <= high:
            raise ValueError(f"These are no limits: from {self.low} to {self.high}.")


@dataclass(frozen=True, slots=True)
class Part:
    """The estimate of one subgroup; the parts of a division add up to the whole.

    Attributes
    ----------
    label
        Which people, such as ``sex=f``.
    observed
        Number of different people seen.
    estimate
        Estimated number of people; None when there is none.
    interval
        Interval of the estimate, when there is one.
    """

    label: str
    observed: int
    estimate: float | None
    interval: Interval | None = None


def interval_text(interval: Interval, lang: Language) -> str:
    """Write an interval with its level and method; an open end is an ellipsis.

    Parameters
    ----------
    interval
        The interval.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    str
        Such as ``129 – 226 (95%, profile)``.
    """
    low = "…" if interval.low is None else whole(interval.low, lang)
    high = "…" if interval.high is None else whole(interval.high, lang)
    kind = _KINDS.get(interval.method, interval.method) if lang == "nl" else interval.method
    return f"{low} – {high} ({percent(interval.level, lang)}, {kind})"


# what Dutch calls an interval; a name that is the same stays
_KINDS = {
    "profile": "profiel",
    "percentile": "percentielen",
    "posterior": "a posteriori",
    "lognormal": "lognormaal",
    "doubly robust": "dubbel robuust",
    "plug-in": "ingevuld",
    "targeted": "gericht",
    "bootstrap of people": "mensen opnieuw getrokken",
    "bootstrap of model": "tabellen opnieuw getrokken",
    "bootstrap of selection": "tabellen opnieuw getrokken, keuze herhaald",
}
