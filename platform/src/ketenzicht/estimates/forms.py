# SPDX-License-Identifier: EUPL-1.2
"""Choosing lists, a method and its settings; methods and options come from telwerk's table."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ketenzicht.estimates.language import said
from ketenzicht.estimates.methods import OF_THE_INPUT
from ketenzicht.estimates.sources import MAX_BYTES
from ketenzicht.estimates.states import Source
from ketenzicht.register import handover as register
from telwerk.mse.methods import Method, Option, Value
from telwerk.mse.methods.with_covariates import METHODS as WITH_CHARACTERISTICS

GROUPS = (
    (_("Lists with characteristics"), tuple(WITH_CHARACTERISTICS)),
    (_("Recommended"), ("bic",)),
    (
        _("Other ways to choose one model"),
        ("stepwise", "downhill", "aic", "aicc", "independence", "model"),
    ),
    (_("Averages over many models"), ("graphs", "averaging", "threshold", "latent")),
    (
        _("Simple estimates, to compare with"),
        ("chao", "chapman", "heterogeneity", "coverage"),
    ),
)
#: Values of settings in words: by setting, or for every setting.
WORDS = {
    ("", "none"): _("none"),
    ("interval", "wald"): _("from the standard error (Wald)"),
    ("interval", "profile"): _("from the likelihood (profile)"),
    ("interval", "bca"): _("by repeating everything, corrected (BCa; takes long)"),
    ("interval", "percentile"): _("by repeating everything (percentile; takes long)"),
    ("criterion", "bic"): "BIC",
    ("criterion", "aic"): "AIC",
    ("criterion", "aicc"): "AICc",
    ("correction", "bias"): _("for bias"),
    ("shape", "none"): _("not at all"),
    ("shape", "chao"): _("as little as possible (Chao)"),
    ("shape", "poisson"): "Poisson",
    ("shape", "darroch"): "Darroch",
    ("shape", "gamma"): _("gamma"),
    ("lists", "h"): _("equally far"),
    ("lists", "th"): _("each its own way"),
    ("prior", "proper"): _("moderate"),
    ("prior", "improper"): _("not moderate"),
    ("prior", "unit"): _("fixed"),
    ("prior", "hyper-g"): _("estimated"),
    ("interval", "lognormal"): _("from the standard error (log-normal)"),
    ("repeat", "selection"): _("everything, with the choice of the model"),
    ("repeat", "model"): _("the chosen model alone"),
    ("repeat", "none"): _("nothing: no band"),
    ("structural", "none"): _("none: everybody may be on any list"),
    ("structural", "pairs"): _("lists that never meet"),
    ("year", ""): _("choose one"),
    ("by", ""): _("by nothing else"),
}


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
    scheme = forms.ChoiceField(
        label=_("How are reporters divided into lists? (only for the register)"),
        help_text=_("FairWork reports a quarter of all; whether it is a list apart matters."),
        required=False,
    )
    file = forms.FileField(
        label=_("File with counts: CSV, Excel (.xlsx) or ODS (only for a file)"),
        required=False,
        help_text=_(
            "A column per list with 0 or 1, and a column “count” with the number of people."
        ),
    )

    apart = forms.BooleanField(
        label=_("Keep the years apart, for a series (only for the register)"),
        required=False,
    )
    characteristics = forms.CharField(
        label=_("Columns with characteristics (only for a file)"),
        required=False,
        max_length=200,
        help_text=_(
            "Their names with commas between them, such as: sex, age, year. Empty when there are "
            "only lists."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in register.years()]
        self.fields["years"].choices = years  # type: ignore[attr-defined]  # a MultipleChoiceField
        schemes = [(each.code, each.label(get_language() or "nl")) for each in register.schemes()]
        usual = ("", _("As holds for these years"))
        self.fields["scheme"].choices = [usual, *schemes]  # type: ignore[attr-defined]  # a ChoiceField

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

    def named(self) -> list[str]:
        """Return the columns with characteristics, each once."""
        names = (name.strip() for name in self.cleaned_data["characteristics"].split(","))
        return list(dict.fromkeys(name for name in names if name))


def chosen_ids(query: QueryDict) -> list[UUID]:
    """Return which runs were ticked, each once; what is no key of a run is left out."""
    found = []
    for text in dict.fromkeys(query.getlist("run")):
        with suppress(ValueError):
            found.append(UUID(text))
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """One method as an answer to choose."""

    name: str
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Group:
    """Methods of one kind; only the first group is open when the page is."""

    title: str
    choices: tuple[Choice, ...]
    open: bool


def groups_for(fitting: Mapping[str, Method], chosen: str) -> list[Group]:
    """Return methods in groups, recommended first; what telwerk adds comes last."""
    named = {name for _title, names in GROUPS for name in names}
    others = tuple(name for name in fitting if name not in named)
    groups: list[Group] = []
    for title, names in (*GROUPS, (_("Other methods"), others)):
        choices = tuple(
            Choice(name, said(fitting[name].title), said(fitting[name].summary))
            for name in names
            if name in fitting
        )
        if choices:
            groups.append(Group(str(title), choices, not groups or chosen in names))
    return groups


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


def asked(option: Option) -> str:
    """Return what a setting asks, as a label."""
    return said(option.help).removesuffix(".")


def answered(option: Option, value: object) -> str:
    """Return the value of a setting in words."""
    if isinstance(value, int | float):
        return number_format(value)
    return str(WORDS.get((option.name, str(value))) or WORDS.get(("", str(value))) or value)


def _field(option: Option) -> forms.Field:
    given: dict[str, Any] = {
        "label": asked(option),
        "required": False,
        "initial": option.default,
    }
    if option.choices:
        open_ended = ("",) if option.name in OF_THE_INPUT and option.default is None else ()
        words = [(word, answered(option, word)) for word in (*open_ended, *option.choices)]
        return forms.ChoiceField(choices=words, **given)
    if option.kind is int:
        return forms.IntegerField(
            min_value=_whole(option.least), max_value=_whole(option.most), **given
        )
    if option.kind is float:
        return forms.FloatField(min_value=option.least, max_value=option.most, **given)
    return forms.CharField(max_length=60, **given)


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)
