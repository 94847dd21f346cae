# SPDX-License-Identifier: EUPL-1.2
"""What the ticked signs together suggest as a next step.

Advice, never a verdict: the result is a sentence for the person who looks, not a score of the
person looked at, and nothing of it is kept as a property of anybody.

The combination rule is the ILO's: a dimension counts once its signs carry enough weight
together; signs without a dimension are combined inside their own group. Three readings are ours,
all towards asking for help sooner:

* A strong sign of exploitation beside a strong sign of recruitment or coercion is the adult
  pattern too. Somebody without papers who works very long days in another job than promised
  shows three dimensions with one strong sign each, and that is not "few signs".
* Where the person may be under 18, several signs together mean calling today, because an age
  that is in doubt is taken as under 18.
* One strong sign of coercion, or one that is urgent by itself, is enough to call: whoever sees a
  door locked from outside is not told to keep looking.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.reference import Indicator

NO_DIMENSION = "none"
MEANS = frozenset({"recruitment", "coercion"})


class Age(StrEnum):
    """What the person who looks believes; in doubt counts as under 18."""

    MINOR = "minor"
    ADULT = "adult"
    UNKNOWN = "unknown"

    @property
    def treated_as_minor(self) -> bool:
        return self is not Age.ADULT


class Step(IntEnum):
    """The next step, from the lightest to the most urgent."""

    FEW = 0
    SEVERAL = 1
    CONSULT = 2
    TODAY = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """The next step, whether 112 comes first, and what decides which numbers to show."""

    step: Step
    emergency: bool
    several: bool
    forms: frozenset[str]
    minor: bool


def advise(signs: Collection[Indicator], age: Age, day: date | None = None) -> Advice:
    """Combine ticked signs into the next step, by the lists of a day, or of today."""
    by = day or today()
    minor = age.treated_as_minor
    several = bool(positive(signs, minor=minor)) or _strong(signs, minor=minor) >= 2
    return Advice(
        step=_step(signs, minor=minor, several=several, day=by),
        emergency=any(sign.urgent for sign in signs),
        several=several,
        forms=frozenset(_main_form(form, by) for sign in signs for form in sign.forms),
        minor=minor,
    )


def _step(signs: Collection[Indicator], *, minor: bool, several: bool, day: date) -> Step:
    if minor and (several or _strong(signs, minor=True)):
        return Step.TODAY
    if _adult_pattern(signs, minor=minor, day=day) or any(
        _enough(sign, minor=minor, day=day) for sign in signs
    ):
        return Step.CONSULT
    return Step.SEVERAL if several else Step.FEW


def _adult_pattern(signs: Collection[Indicator], *, minor: bool, day: date) -> bool:
    found = (name for name in positive(signs, minor=minor) if not name.startswith("group:"))
    whole = {_kind(name, day) for name in found}
    strong = {_kind(s.ilo_dimension, day) for s in signs if strength(s, minor=minor) == "strong"}
    return any("exploitation" in found and bool(found & MEANS) for found in (whole, strong))


def _enough(sign: Indicator, *, minor: bool, day: date) -> bool:
    """Tell whether this sign alone is reason to call."""
    coerced = _kind(sign.ilo_dimension, day) == "coercion"
    return sign.urgent or (coerced and strength(sign, minor=minor) == "strong")


def positive(signs: Iterable[Indicator], *, minor: bool) -> frozenset[str]:
    """Return the dimensions, and as `group:…` the groups, that carry enough weight."""
    heaps: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sign in signs:
        alone = sign.ilo_dimension == NO_DIMENSION
        name = f"group:{sign.group}" if alone else sign.ilo_dimension
        heaps[name][strength(sign, minor=minor)] += 1
    rule = reference.scoring()
    return frozenset(
        name
        for name, heap in heaps.items()
        if rule.is_positive(heap["strong"], heap["medium"], heap["weak"])
    )


def strength(sign: Indicator, *, minor: bool) -> str:
    """Return the weight of a sign for this age."""
    return sign.strength_child if minor else sign.strength


def _strong(signs: Iterable[Indicator], *, minor: bool) -> int:
    return sum(strength(sign, minor=minor) == "strong" for sign in signs)


def _kind(dimension: str, day: date) -> str:
    return str(reference.code("ilo_dimensions", dimension, by=day).attributes["part"])


def _main_form(form: str, day: date) -> str:
    if form == "all":
        return form
    return reference.code("exploitation_forms", form, by=day).parent or form
