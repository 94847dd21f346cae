# SPDX-License-Identifier: EUPL-1.2
"""What a claim says, in a few words; the label says what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.core.terms import period_in_words
from ketenzicht.reference import (
    Code,
    Deadline,
    EscalationRule,
    Fact,
    Figure,
    Helpline,
    Municipality,
    RegionalPatience,
    RetentionRule,
    Term,
    Threshold,
)


def language() -> str:
    """The language of this page."""
    return get_language() or "nl"


def label(fact: Fact) -> str:
    """What a claim is about."""
    return fact.label(language())


def value_of(fact: Fact) -> str:
    """What a claim says; empty where the label says it all."""
    for kind, say in _SAID.items():
        if isinstance(fact, kind):
            return say(fact)
    return ""


def _term(fact: Deadline | RetentionRule) -> str:
    return period_in_words(fact.term) if fact.term else _("not known")


def _clock(fact: EscalationRule | RegionalPatience) -> str:
    if fact.after is not None:
        return _("at once") if fact.after.amount == 0 else period_in_words(fact.after)
    return _("%(periods)s before") % {"periods": ", ".join(map(period_in_words, fact.before))}


def _line(fact: Helpline) -> str:
    abroad = fact.from_abroad and _("from abroad %(number)s") % {"number": fact.from_abroad}
    hours = fact.hours_nl if language() == "nl" else fact.hours_en
    return ", ".join(part for part in (fact.number, abroad, fact.website, hours) if part)


def _figure(fact: Figure) -> str:
    found = [fact.value] if fact.value is not None else [fact.low, fact.high]
    said = "–".join(number_format(one, force_grouping=True) for one in found if one is not None)
    when = fact.year or fact.period
    return f"{said} ({when})" if when else said


def _place(fact: Municipality) -> str:
    return reference.code("care_coordination_regions", fact.region, by=today()).label(language())


def _code(fact: Code) -> str:
    said = [
        ", ".join(value) if isinstance(value, tuple) else str(value)
        for value in fact.attributes.values()
    ]
    return "; ".join(said)


_SAID: Mapping[type[Fact], Callable[..., str]] = MappingProxyType(
    {
        Deadline: _term,
        RetentionRule: _term,
        EscalationRule: _clock,
        RegionalPatience: _clock,
        Threshold: lambda fact: str(fact.amount),
        Helpline: _line,
        Figure: _figure,
        Municipality: _place,
        Term: lambda fact: fact.avoid_nl if language() == "nl" else fact.avoid_en,
        Code: _code,
    }
)
