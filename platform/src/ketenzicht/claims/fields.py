# SPDX-License-Identifier: EUPL-1.2
"""The fields of a row on the page of a change: what each is called, and what can be filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.claims.wording import language
from ketenzicht.claims.words import called
from ketenzicht.core.clock import today
from ketenzicht.reference import Period

WIDE = 400
LONG = 60  # characters from which a text gets a box of more than one line
PERIODS = frozenset({"length", "after", "after_high_risk", "after_acute", "before"})
#: Which list a column names a code of; columns of a code list say so in the list itself.
LISTS: Mapping[str, str] = MappingProxyType(
    {
        "reason": "stall_reasons",
        "acts": "alarm_recipients",
        "also_told": "alarm_recipients",
        "next_step": "municipal_track",
        "group": "indicator_groups",
        "settings": "indicator_settings",
        "strength": "indicator_strengths",
        "strength_child": "indicator_strengths",
        "palermo": "palermo_elements",
        "ilo_dimension": "ilo_dimensions",
        "weight_basis": "weight_bases",
        "province": "provinces",
        "police_unit": "police_units",
        "region": "care_coordination_regions",
    }
)
OWN_LIST = frozenset({"next", "parent", "counted_from"})
RULES = {"term": "deadlines", "term_dublin": "deadlines", "deadline": "deadlines", "rule": "rules"}
_MADE: Mapping[type, Callable[..., forms.Field]] = MappingProxyType(
    {int: forms.IntegerField, float: forms.FloatField}
)
PERIOD_HINT = _("P3M is three months, P2W two weeks, P10WD ten working days, PT24H 24 hours.")
WORDS_HINT = _("Put a comma between them.")


class PeriodField(forms.CharField):
    """A length of time, as rules write it; more than one with a comma between them."""

    default_error_messages = {  # noqa: RUF012  because Django merges this mapping over classes
        "period": _("Write a length such as P3M (three months) or P10WD (ten working days).")
    }

    def clean(self, value: Any) -> Any:
        written = super().clean(value).upper()
        for one in split(written):
            try:
                Period.parse(one)
            except ValueError:
                raise ValidationError(
                    self.error_messages["period"], code="period", params={"value": one}
                ) from None
        return written


def split(written: str) -> list[str]:
    """The words of a text with commas between them."""
    return [word.strip() for word in written.split(",") if word.strip()]


def field_for(section: str, key: str, value: Any, *, required: bool) -> forms.Field:
    """The field in which a column of a row is filled in, by the value that stands there."""
    label = called(key)
    if key in PERIODS or (key, section) == ("period", "retention"):
        return PeriodField(label=label, help_text=PERIOD_HINT, required=required, max_length=WIDE)
    if isinstance(value, bool):
        return forms.BooleanField(label=label, required=False)
    for kind, make in _MADE.items():
        if isinstance(value, kind):
            return make(label=label, required=required)
    if choices := _choices(section, key, value):
        return _chosen(label, choices, value)
    return _text(label, value, required=required)


def _text(label: Any, value: Any, *, required: bool) -> forms.Field:
    several = isinstance(value, list)
    return forms.CharField(
        label=label,
        max_length=WIDE,
        required=required,
        help_text=WORDS_HINT if several else "",
        widget=forms.Textarea if not several and len(str(value)) > LONG else forms.TextInput,
    )


def _chosen(label: Any, choices: list[tuple[str, str]], value: Any) -> forms.Field:
    if isinstance(value, list):
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(label=label, choices=[("", _("Nothing")), *choices], required=False)


def _choices(section: str, key: str, value: Any) -> list[tuple[str, str]]:
    """What can be chosen: the codes of the list that a column names; none for free words."""
    rows = {"deadlines": reference.deadlines, "rules": reference.escalation_rules}
    if key in RULES:
        found = {row.code: row.label(language()) for row in rows[RULES[key]]()}
    elif named := _list_of(section, key):
        codes = reference.codes(named, by=today())
        found = {code.code: code.label(language()) for code in codes}
    else:
        return []
    standing = value if isinstance(value, list) else [value]
    return list(found.items()) if set(standing) <= set(found) else []


def _list_of(section: str, key: str) -> str | None:
    own = reference.all_lists().get(section)
    if own is not None:
        return section if key in OWN_LIST else own.refers_to.get(key)
    return "exploitation_forms" if key == "forms" else LISTS.get(key)
