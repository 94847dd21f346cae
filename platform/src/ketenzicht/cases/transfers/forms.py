# SPDX-License-Identifier: EUPL-1.2
"""What people fill in to offer, answer and decide about a transfer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField
from ketenzicht.cases.file.forms.base import (
    SECTION_CHOICES,
    CaseForm,
    Moment,
    words_field,
)
from ketenzicht.cases.file.selectors.able import HOLDS
from ketenzicht.cases.transfers.services.transfers import answer_term
from ketenzicht.core.clock import local
from ketenzicht.web.forms import day_field


class ProposalForm(CaseForm):
    receiver = OrganisationField(label=_("Who do you ask to take over?"))
    summary = words_field(
        label=_("What does the other need to know to decide?"),
        help_text=_("They read only this until they say yes. Leave the name out."),
    )
    sections = forms.MultipleChoiceField(
        label=_("What goes along?"),
        help_text=_("The other gets this after saying yes."),
        choices=SECTION_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    stays = forms.MultipleChoiceField(
        label=_("What may you go on seeing for a while?"),
        choices=SECTION_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stays_until = day_field(label=_("Until when may you look along?"), required=False)
    answer_by = Moment(label=_("By when do you need an answer?"))

    def adapt(self) -> None:
        self.pick("receiver", HOLDS)
        risk = self.access.case.risk if self.access else "r2"
        self.fields["answer_by"].initial = local(answer_term(risk, self.now))


class AcceptForm(CaseForm):
    first_step = forms.CharField(label=_("What is your first step?"), max_length=200)
    first_due = Moment(label=_("By when?"))


class AskForm(CaseForm):
    words = words_field(label=_("What do you want to know or tell?"))


class ElsewhereForm(CaseForm):
    receiver = OrganisationField(label=_("Who is asked now?"))
    answer_by = Moment(label=_("By when do you need an answer?"))

    def adapt(self) -> None:
        self.pick("receiver", HOLDS)
        self.fields["answer_by"].initial = local(answer_term("r2", self.now))
