# SPDX-License-Identifier: EUPL-1.2
"""Choosing an organisation or a person in a form: nothing chosen beforehand.

Of organisations those of the region come first; of a person it is said when they are away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import Away, Candidate, away_among
from ketenzicht.core.errors import Sentence
from ketenzicht.search.selectors import names

#: From this many on, a list is easier to narrow than to read.
LONG = 12


class OrganisationPicker(forms.Select):
    """A list of organisations, with a search field that narrows it; works without scripts."""

    template_name = "accounts/picker.html"
    words = ""
    narrowing = False
    long = False

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        self.words = str(data.get(f"{name}-words", "")).strip()[:80]
        # Enter in another field presses the first button of a form, which may be this one.
        self.narrowing = bool(self.words) and (f"{name}-narrow" in data or not value)
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"words": self.words, "long": self.long}
        return context


class OrganisationField(forms.ChoiceField):
    """One organisation out of those that were offered."""

    widget = OrganisationPicker

    def offer(self, candidates: Sequence[Candidate], *, empty: Sentence | None = None) -> None:
        """Give the organisations to choose from."""
        self.candidates = candidates
        self.empty = empty if empty is not None else _("Choose an organisation")
        self.widget.long = len(candidates) >= LONG
        self._show(candidates)

    def clean(self, value: Any) -> Any:
        """Take a choice; the button that narrows the list brings the form back with fewer."""
        if not self.widget.narrowing:
            return super().clean(value)
        fitting = [each for each in self.candidates if names(each.name, self.widget.words)]
        if not fitting:
            raise forms.ValidationError(_("No organisation here has this in its name."))
        self._show(fitting)
        raise forms.ValidationError(_("The list is shorter now. Choose an organisation."))

    def _show(self, candidates: Sequence[Candidate]) -> None:
        groups = (
            (_("In this region"), [each for each in candidates if each.near]),
            (_("Elsewhere"), [each for each in candidates if not each.near]),
        )
        named = [(label, [(str(each.id), each.name) for each in some]) for label, some in groups]
        self.choices = [("", self.empty), *(group for group in named if group[1])]


class PersonField(forms.ChoiceField):
    """One person out of those that were offered; who is away stands there with until when."""

    def __init__(self, *, empty: Sentence | None = None, **kwargs: Any) -> None:
        self.empty = empty if empty is not None else _("Choose a colleague")
        super().__init__(**kwargs)

    def offer(self, people: Iterable[Member], now: datetime) -> None:
        """Give the people to choose from."""
        found = list(people)
        away = away_among([each.pk for each in found], now)
        named = [(str(each.pk), _named(each, away.get(each.pk))) for each in found]
        self.choices = [("", self.empty), *named]


def _named(member: Member, away: Away | None) -> str:
    """How a person is called in a list to choose from."""
    if away is None:
        return member.user.name
    words = {
        "name": member.user.name,
        "day": date_format(away.until, "j F"),
        "stand_in": away.stand_in,
    }
    if away.stand_in:
        return gettext("%(name)s (away until %(day)s, %(stand_in)s stands in)") % words
    return gettext("%(name)s (away until %(day)s, nobody stands in)") % words
