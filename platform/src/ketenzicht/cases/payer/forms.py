# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about who pays."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField
from ketenzicht.cases.file.codes import from_list, language
from ketenzicht.cases.file.forms.base import CaseForm, words_field
from ketenzicht.cases.file.law import cover_of
from ketenzicht.cases.payer.wording import who_pays_meanwhile
from ketenzicht.core.clock import local_date


class DisputeForm(CaseForm):
    staying = OrganisationField(
        label=_("In which municipality does the person stay now?"),
    )
    other = OrganisationField(label=_("Which other municipality is involved?"))

    ladder = forms.ChoiceField(
        label=_("About which help is it?"),
        choices=from_list("payer_ladders"),
        widget=forms.RadioSelect,
    )

    def adapt(self) -> None:
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        case, today = self.access.case, local_date(self.now)
        self.fields["staying"].help_text = who_pays_meanwhile(case.region, today)
        cover = cover_of("shelter", case.residence_status, today)
        self.fields["ladder"].help_text = (
            cover.label(language())
            if cover
            else _("The right to stay is not known. It decides too.")
        )
        for name in ("staying", "other"):
            self.pick(
                name, None, kinds={"municipality"}, own=True, empty=_("Choose a municipality")
            )


class ResolveForm(CaseForm):
    payer = forms.ChoiceField(label=_("Who pays?"), widget=forms.RadioSelect)
    words = words_field(
        label=_("Why?"),
        help_text=_("Both municipalities, the holder and the chain director read this."),
        required=False,
    )

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer what this member can say."""
        self.choose("payer", choices)
