# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about who pays."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField
from ketenzicht.cases.file.forms.base import CaseForm


class DisputeForm(CaseForm):
    staying = OrganisationField(
        label=_("In which municipality does the person stay now?"),
        help_text=_("This one pays for now: help first, settle later."),
    )
    other = OrganisationField(label=_("Which other municipality is involved?"))

    def adapt(self) -> None:
        for name in ("staying", "other"):
            self.pick(
                name, None, kinds={"municipality"}, own=True, empty=_("Choose a municipality")
            )


class ResolveForm(CaseForm):
    payer = forms.ChoiceField(label=_("Who pays?"), widget=forms.RadioSelect)

    def offer(self, parties: list[tuple[str, str]]) -> None:
        """Offer the two municipalities."""
        self.choose("payer", parties)
