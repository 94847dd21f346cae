# SPDX-License-Identifier: EUPL-1.2
"""Proposing another version of a claim, and saying that one still holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.claims.fields import WIDE, field_for, split
from ketenzicht.claims.wording import language
from ketenzicht.claims.words import called
from ketenzicht.core.clock import today
from ketenzicht.core.terms import period_in_words
from ketenzicht.reference import Period
from ketenzicht.reference.own_rows import BOUNDS
from ketenzicht.reference.writing import ABOUT_ITSELF
from ketenzicht.web.forms import day_field

#: What a new version takes over from the one before it, unasked; a bound is not for a page to move.
TAKEN_OVER = frozenset({"code", "id", "any_day"})
KEPT = TAKEN_OVER | BOUNDS | {"unknown", "warning_nl", "warning_en"}
CERTAINTIES = ("medium", "low")  # high asks for somebody who stands for it
UNCHOSEN = ("", "")  # a judgement: nothing is chosen beforehand
#: What a row cannot do without, where it has it at all.
NEEDED = frozenset({"nl", "en", "length", "period", "amount", "value", "unit"})


class VersionForm(forms.Form):
    """What a claim says from a day on; the fields are those of the row there is."""

    def __init__(
        self, *args: Any, section: str, row: Mapping[str, Any], adds: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.row = row
        if adds:
            self.fields["code"] = forms.SlugField(label=_("Code, in English"), max_length=60)
        for key in self.said():
            self.fields[f"row_{key}"] = (
                day_field(label=called(key), required=False)
                if isinstance(row[key], date)
                else field_for(section, key, row[key], required=key in NEEDED & set(row))
            )
            if not adds:
                self.initial[f"row_{key}"] = _shown(self.fields[f"row_{key}"], row[key])
        self.fields["valid_from"] = day_field(label=_("Holds from"))
        self.fields["valid_to"] = day_field(label=_("Holds until and with"), required=False)
        self._choose("kind", _("What it rests on"), [UNCHOSEN, *_listed("claim_kinds")])
        self.fields["source_nl"] = forms.CharField(
            label=_("Source, in Dutch"), max_length=WIDE, required=False
        )
        self.fields["source"] = forms.CharField(
            label=_("Source"),
            max_length=WIDE,
            help_text=_("In English, or the official name of a law."),
        )
        self._choose("certainty", _("How sure"), [UNCHOSEN, *_listed("certainties", *CERTAINTIES)])
        self.fields["look_again"] = day_field(label=_("Look again by"))
        self._choose("in_region", _("Where"), [("", _("Everywhere")), *_listed(REGIONS)])
        self.fields["in_region"].required = False
        self.fields["why"] = forms.CharField(label=_("Why this changes"), widget=forms.Textarea)

    def _choose(self, name: str, label: Any, choices: list[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices)

    def said(self) -> list[str]:
        """What the row says of the world, in its own order."""
        return [key for key in self.row if key not in ABOUT_ITSELF | KEPT]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for key in self.said():
            if f"row_{key}" in values:
                values[f"row_{key}"] = _read(values[f"row_{key}"], self.row[key])
        self._refuse_weaker(values)
        begins, ends = values.get("valid_from"), values.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error(
                "valid_to", _("The last day comes before the first. Choose a later one.")
            )
        if begins and begins < today():
            sentence = _("Choose today or a later day: what began before keeps its rule.")
            self.add_error("valid_from", sentence)
        if values.get("look_again") and values["look_again"] <= today():
            self.add_error("look_again", _("This day has passed. Choose a day that still comes."))
        return values

    def _refuse_weaker(self, values: Mapping[str, Any]) -> None:
        """What protects people is made stronger on a page, and never weaker."""
        least = self.row.get("never_below")
        amount = values.get("row_amount")
        if least is not None and amount is not None and amount < least:
            words = {"number": least}
            self.add_error(
                "row_amount", _("This protects people: it is never below %(number)s.") % words
            )
        for key in ("length", "period"):
            bound = self.row.get("never_longer") or self.row.get("never_shorter")
            if bound and f"row_{key}" in values and self._is_weaker(values[f"row_{key}"]):
                words = {"length": period_in_words(Period.parse(str(bound)))}
                self.add_error(
                    f"row_{key}", _("This protects people: %(length)s is the limit.") % words
                )

    def _is_weaker(self, written: str) -> bool:
        length = Period.parse(written).longest()
        longest, shortest = self.row.get("never_longer"), self.row.get("never_shorter")
        if longest is not None:
            return length > Period.parse(str(longest)).longest()
        return shortest is not None and length < Period.parse(str(shortest)).longest()

    def new_row(self, today: date) -> dict[str, Any]:
        """The row as a file would hold it."""
        values = self.cleaned_data
        kept = {key: value for key, value in self.row.items() if key in TAKEN_OVER}
        said = {key: values[f"row_{key}"] for key in self.said()}
        about = {
            "valid_from": values["valid_from"],
            "valid_to": values["valid_to"],
            "kind": values["kind"],
            "source": values["source"],
            "source_nl": values["source_nl"],
            "certainty": values["certainty"],
            "look_again": values["look_again"],
            "in_region": values["in_region"] or None,
        }
        code = {"code": values["code"]} if "code" in values else {}
        whole = {**kept, **code, **said, **about, "gathered": today}
        return {key: value for key, value in whole.items() if value not in (None, "", [])}


REGIONS = "care_coordination_regions"


class LookForm(forms.Form):
    """That somebody looked again; who stands for it, if anybody does."""

    look_again = day_field(label=_("Look again by"))
    organisation = forms.CharField(
        label=_("Which organisation stands for it?"),
        max_length=200,
        required=False,
        help_text=_("Only if they said so themselves. Otherwise leave it empty."),
    )
    role = forms.CharField(label=_("In which role?"), max_length=100, required=False)
    day = day_field(label=_("On which day did they say so?"), required=False)
    why = forms.CharField(label=_("How did you look?"), widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        said = [bool(values.get(name)) for name in ("organisation", "role", "day")]
        if any(said) and not all(said):
            raise ValidationError(_("Who confirms has an organisation, a role and a day."))
        return values

    def changes(self, today: date) -> dict[str, Any]:
        """What the version says of itself from now on."""
        values = self.cleaned_data
        said: dict[str, Any] = {"gathered": today, "look_again": values["look_again"]}
        if values["organisation"]:
            said["confirmed"] = {key: values[key] for key in ("organisation", "role", "day")}
        return said


class TakeInForm(forms.Form):
    """A file of another installation."""

    written = forms.CharField(
        label=_("What the other installation gave you"),
        widget=forms.Textarea,
        max_length=200_000,
        help_text=_("Paste the whole text. Each row becomes a proposal; nothing changes yet."),
    )


def _listed(name: str, *only: str) -> list[tuple[str, str]]:
    return [
        (code.code, code.label(language()))
        for code in reference.codes(name, by=today())
        if not only or code.code in only
    ]


def _shown(field: forms.Field, value: Any) -> Any:
    several = isinstance(value, list) and not isinstance(field, forms.MultipleChoiceField)
    return ", ".join(map(str, value)) if several else value


def _read(written: Any, before: Any) -> Any:
    """Read a field as the kind of value that stood there."""
    if isinstance(before, list) and isinstance(written, str):
        return split(written)
    return written
