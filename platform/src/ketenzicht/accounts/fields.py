# SPDX-License-Identifier: EUPL-1.2
"""Choosing an organisation in a form: the region first, nothing chosen beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.selectors import Candidate
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
