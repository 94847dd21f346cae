# SPDX-License-Identifier: EUPL-1.2
"""What people fill in to close a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.file.codes import from_list
from ketenzicht.cases.file.forms.base import CaseForm
from ketenzicht.cases.file.selectors.able import workers_of
from ketenzicht.cases.page.closing import SECOND_READER
from ketenzicht.core.errors import Sentence


def requirements() -> list[tuple[str, Sentence]]:
    """What some reasons to close ask for, beside the colleague who is named on its own."""
    return [choice for choice in from_list("closure_requirements")() if choice[0] != SECOND_READER]


class CloseForm(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why can this case be closed?"),
        choices=from_list("closure_reasons", empty=_("Choose")),
    )
    checked = forms.MultipleChoiceField(
        label=_("What is done?"),
        help_text=_(
            "Lost from sight, missing, back in exploitation or in detention asks for this."
        ),
        choices=requirements,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    second_reader = forms.ChoiceField(
        label=_("Which colleague read along?"),
        help_text=_("Needed when contact was lost."),
        required=False,
    )

    def adapt(self) -> None:
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        found = workers_of(self.access.case, self.now)
        others = found.exclude(pk=self.actor.pk).select_related("user")
        self.choose(
            "second_reader",
            [
                ("", _("Nobody yet")),
                *((str(each.pk), each.user.name) for each in others),
            ],
        )
