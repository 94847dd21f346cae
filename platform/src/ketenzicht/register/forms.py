# SPDX-License-Identifier: EUPL-1.2
"""Registering: what the person said, or what duty asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.core.errors import Sentence
from ketenzicht.register.states import Outcome

Choices = list[tuple[str, Sentence]]
DUTY_ONLY: Choices = [(Outcome.BY_DUTY.value, _("Yes, by duty"))]
BY_CHOICE: Choices = [
    (Outcome.NAMED.value, _("Yes: the person agrees to registration with personal data")),
    (
        Outcome.MINIMAL.value,
        _("Only without a name: it counts, but nobody can find the person"),
    ),
    (Outcome.REFUSED.value, _("No: the person does not want it")),
    (Outcome.NOT_ASKED.value, _("Not asked yet")),
]


def _from_list(name: str) -> Choices:
    language = get_language() or "nl"
    return [(code.code, code.label(language)) for code in reference.codes(name)]


def _languages() -> Choices:
    return [("", "–"), *_from_list("languages")]


class OutcomeForm(forms.Form):
    """What came of the question whether to register."""

    outcome = forms.ChoiceField(
        label=_("May this person be registered at CoMensha?"), widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("In which language was it explained?"), choices=_languages, required=False
    )

    def __init__(self, *args: Any, duty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [*DUTY_ONLY, *BY_CHOICE] if duty else BY_CHOICE
        self.fields["outcome"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField


class DutyForm(forms.Form):
    """A possible victim, registered straight from an investigation."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Not kept. It becomes a fingerprint that only tells equal from different."),
    )
    birth_date = forms.RegexField(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        label=_("Date of birth"),
        help_text=_("Not kept. Write what is known: 1999, 1999-03 or 1999-03-07."),
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("Gender"), choices=lambda: _from_list("genders"), initial="u"
    )
    nationality = forms.ChoiceField(
        label=_("Nationality"),
        choices=lambda: [("", _("Not known yet")), *_from_list("nationalities")],
        required=False,
    )
    forms = forms.MultipleChoiceField(
        label=_("What does it look like?"),
        choices=lambda: _from_list("exploitation_forms"),
        widget=forms.CheckboxSelectMultiple,
    )
