# SPDX-License-Identifier: EUPL-1.2
"""What people fill in to close a case, and to choose a bed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import PersonField
from ketenzicht.cases.file.codes import from_list
from ketenzicht.cases.file.forms.base import CaseForm
from ketenzicht.cases.file.selectors.able import workers_of
from ketenzicht.cases.file.selectors.access import Access
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.page.closing import SECOND_READER
from ketenzicht.cases.page.placing import PURPOSE
from ketenzicht.cases.sharing.rules import purpose_of, sections_of
from ketenzicht.cases.sharing.services.grants import live_grants
from ketenzicht.cases.sharing.states import AT_CLOSING_LABELS
from ketenzicht.core.errors import Sentence
from ketenzicht.web.forms import day_field


def requirements() -> list[tuple[str, Sentence]]:
    """What some reasons to close ask for, beside the colleague who is named on its own."""
    return [choice for choice in from_list("closure_requirements")() if choice[0] != SECOND_READER]


class CloseForm(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why can this case be closed?"),
        choices=from_list("closure_reasons", empty=_("Choose")),
    )
    outcomes = forms.MultipleChoiceField(
        label=_("What was reached?"),
        choices=from_list("outcomes"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
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
    second_reader = PersonField(
        label=_("Which colleague read along?"),
        help_text=_("Needed when contact was lost."),
        required=False,
        empty=_("Nobody yet"),
    )
    shares = forms.ChoiceField(
        label=_("What happens with what you share?"),
        choices=[(each.value, label) for each, label in AT_CLOSING_LABELS.items()],
        widget=forms.RadioSelect,
    )

    def adapt(self) -> None:
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        self._ask_about_shares(self.access)
        found = workers_of(self.access.case, self.now)
        others = found.exclude(pk=self.actor.pk).select_related("user")
        self.pick_person("second_reader", others)

    def _ask_about_shares(self, access: Access) -> None:
        """Name who still sees the case; where nobody does there is nothing to ask."""
        names = [grant.organisation.name for grant in live_grants(access.case, self.now)]
        if not names:
            del self.fields["shares"]
            return
        told = _("Still shared with: %(names)s. You can stop sharing later too.")
        self.fields["shares"].help_text = told % {"names": ", ".join(names)}


class ChooseBedForm(CaseForm):
    basis = forms.ChoiceField(
        label=_("On which ground?"), choices=from_list("sharing_grounds", empty=_("Choose"))
    )
    sections = forms.MultipleChoiceField(
        label=_("What do they see?"), widget=forms.CheckboxSelectMultiple
    )
    until = day_field(label=_("Until when do they see this?"))

    def adapt(self) -> None:
        purpose = purpose_of(PURPOSE)
        wide = sections_of(purpose) if purpose else frozenset()
        self.choose("sections", [(each.value, each.label) for each in Section if each in wide])
