# SPDX-License-Identifier: EUPL-1.2
"""Registering: what the person said, or what duty asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.cases.fields import CircumstancesFields
from ketenzicht.cases.handover import GIVEN_BY_LABELS, GivenBy
from ketenzicht.core.clock import today
from ketenzicht.core.errors import Sentence
from ketenzicht.register.states import COUNTED, Outcome
from ketenzicht.web.dates import BirthDate, PastMonth

Choices = list[tuple[str, Sentence]]
DUTY_ONLY: Choices = [(Outcome.BY_DUTY.value, _("Yes, because of the duty to report"))]
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
    return [(code.code, code.label(language)) for code in reference.codes(name, by=today())]


def _forms_by_kind() -> list[tuple[Sentence, Sentence | Choices]]:
    """The forms of exploitation; the finer ones stand together under the one they belong to."""
    language, codes = get_language() or "nl", reference.codes("exploitation_forms", by=today())
    found: list[tuple[Sentence, Sentence | Choices]] = []
    for main in (code for code in codes if code.parent is None):
        name = main.label(language)
        finer = [(code.code, code.label(language)) for code in codes if code.parent == main.code]
        unsure = (main.code, _("%(form)s, not known which") % {"form": name})
        found.append((name, [unsure, *finer]) if finer else (main.code, name))
    return found


def _languages() -> Choices:
    return [("", "–"), *_from_list("languages")]


class OutcomeForm(forms.Form):
    """What came of the question whether to register."""

    outcome = forms.ChoiceField(
        label=_("May this person be registered at CoMensha?"), widget=forms.RadioSelect
    )
    given_by = forms.ChoiceField(
        label=_("Who agreed?"),
        help_text=_("The person is a minor. Who can agree follows from the age."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("In which language was it explained?"), choices=_languages, required=False
    )

    dossier = forms.ChoiceField(
        label=_("Which kind of dossier is it?"),
        choices=lambda: _from_list("dossier_types"),
        required=False,
    )
    signalled = PastMonth(
        label=_("When did the first signal about this person come?"),
        help_text=_("It counts in this month. Write a month or a day: 3-2026 or 7-3-2026."),
        required=False,
    )

    def __init__(
        self, *args: Any, duty: bool, given_by: Sequence[GivenBy] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if given_by:
            choices = [("", _("Choose")), *((who, GIVEN_BY_LABELS[who]) for who in given_by)]
            self.fields["given_by"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["given_by"]
        chosen = [*DUTY_ONLY, *BY_CHOICE] if duty else BY_CHOICE
        self.fields["outcome"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Who is registered, is registered in a month."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        named = values.get("outcome") == Outcome.NAMED
        if named and "given_by" in self.fields and not values.get("given_by"):
            self.add_error("given_by", _("Say who agreed."))
        counted = values.get("outcome") in {each.value for each in COUNTED}
        if counted and not values.get("signalled") and "signalled" not in self.errors:
            self.add_error("signalled", _("Write the month, such as 3-2026."))
        return values


class DutyForm(CircumstancesFields):
    """A possible victim, registered straight from an investigation."""

    field_order = (
        *("name", "birth_date", "gender", "nationality", "second_nationality", "signalled"),
        *("region", "forms", "dossier"),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_(
            "Not kept. It becomes an unreadable code that only tells equal from different."
        ),
    )
    birth_date = BirthDate(help_text=_("Not kept. Write what is known: 1999, 3-1999 or 7-3-1999."))
    gender = forms.ChoiceField(
        label=_("Gender"), choices=lambda: _from_list("genders"), initial="u"
    )
    nationality = forms.ChoiceField(
        label=_("Nationality"),
        choices=lambda: [("", _("Not known yet")), *_from_list("nationalities")],
        required=False,
    )
    second_nationality = forms.ChoiceField(
        label=_("Second nationality"),
        choices=lambda: [("", _("None known")), *_from_list("nationalities")],
        required=False,
    )
    dossier = forms.ChoiceField(
        label=_("Which kind of dossier is it?"),
        choices=lambda: [("", _("Not known yet")), *_from_list("dossier_types")],
        required=False,
    )
    signalled = PastMonth(
        label=_("When did you see this person first?"),
        help_text=_("It counts in this month. Write a month or a day: 3-2026 or 7-3-2026."),
    )
    region = forms.ChoiceField(
        label=_("Where was that?"),
        choices=lambda: [
            ("", _("Not known yet")),
            *(
                (each.code, each.label(get_language() or "nl"))
                for each in reference.regions(today())
            ),
        ],
        required=False,
    )
    forms = forms.MultipleChoiceField(
        label=_("What does it look like?"),
        choices=_forms_by_kind,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["vulnerabilities"]  # the register keeps nothing of it
