# SPDX-License-Identifier: EUPL-1.2
"""What whoever was asked fills in to say no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField
from ketenzicht.cases.file.codes import from_list
from ketenzicht.cases.file.forms.base import CaseForm, words_field
from ketenzicht.offers.rules import Refusal
from ketenzicht.offers.states import ALTERNATIVE_LABELS, Alternative


class RefuseForm(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=from_list("transfer_refusals"),
        widget=forms.RadioSelect,
    )
    alternative = forms.ChoiceField(
        label=_("What do you propose instead?"),
        choices=[(each.value, ALTERNATIVE_LABELS[each]) for each in Alternative],
        widget=forms.RadioSelect,
    )
    organisation = OrganisationField(label=_("Which organisation?"), required=False)
    words = words_field(label=_("What do you want to add?"), required=False)

    def adapt(self) -> None:
        self.name_party("organisation", empty=_("No organisation"))


def refusal_in(values: Mapping[str, Any]) -> Refusal:
    """The no that was filled in."""
    other = values["organisation"]
    return Refusal(
        reason=values["reason"],
        alternative=Alternative(values["alternative"]),
        words=values["words"],
        organisation_id=UUID(other) if other else None,
    )
