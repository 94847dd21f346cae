# SPDX-License-Identifier: EUPL-1.2
"""Choosing lists, a method and its settings; methods and options come from telwerk's table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ketenzicht.estimates.sources import MAX_BYTES
from ketenzicht.estimates.states import Source
from ketenzicht.register import handover as register
from telwerk.mse.methods import Method, Option, Value, methods
from telwerk.words import Words


def said(words: Words) -> str:
    """Return one of telwerk's texts in the reader's language."""
    return str(words.nl if (get_language() or "nl").startswith("nl") else words.en)


class ListsForm(forms.Form):
    """Step 1: which lists."""

    source = forms.ChoiceField(
        label=_("Which lists do you want to compare?"),
        widget=forms.RadioSelect,
        choices=[
            (Source.REGISTER, _("The lists of the register")),
            (Source.PUBLISHED, _("The published Dutch lists of 2010–2015")),
            (Source.UPLOAD, _("A file with counts")),
        ],
        initial=Source.PUBLISHED,
    )
    years = forms.MultipleChoiceField(
        label=_("Years (only for the register)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(
        label=_("CSV file (only for a file)"),
        required=False,
        help_text=_(
            "A column per list with 0 or 1, and a column “count” with the number of people."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in register.years()]
        self.fields["years"].choices = years  # type: ignore[attr-defined]  # a MultipleChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for the years or the file where the choice needs them."""
        clean = super().clean() or {}
        source = clean.get("source")
        if source == Source.REGISTER and not clean.get("years"):
            self.add_error("years", _("Choose at least one year."))
        if source == Source.UPLOAD and not clean.get("file"):
            self.add_error("file", _("Choose the file with your counts."))
        file = clean.get("file")
        if file and file.size > MAX_BYTES:
            self.add_error("file", _("This file is too large for a table of counts."))
        return clean


def methods_for(lists: int) -> dict[str, str]:
    """Return the methods that can take this many lists, with their names in words."""
    return {
        name: said(found.title)
        for name, found in methods().items()
        if found.least_lists <= lists <= found.most_lists
    }


class OptionsForm(forms.Form):
    """The settings of one method, made from its own table."""

    def __init__(self, *args: Any, method: Method, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method = method
        for option in method.options:
            self.fields[option.name] = _field(option)

    def options(self) -> dict[str, Value]:
        """Return what was filled in; what was left open keeps its default."""
        given = ((name, self.cleaned_data[name]) for name in self.fields)
        known = {option.name: option for option in self.method.options}
        return {name: known[name].kind(value) for name, value in given if value not in {None, ""}}


def _field(option: Option) -> forms.Field:
    asked: dict[str, Any] = {
        "label": option.name,
        "help_text": said(option.help),
        "required": False,
        "initial": option.default,
    }
    if option.choices:
        return forms.ChoiceField(choices=[(word, word) for word in option.choices], **asked)
    if option.kind is int:
        return forms.IntegerField(
            min_value=_whole(option.least), max_value=_whole(option.most), **asked
        )
    if option.kind is float:
        return forms.FloatField(min_value=option.least, max_value=option.most, **asked)
    return forms.CharField(max_length=60, **asked)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)
