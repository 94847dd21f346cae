# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about the care."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField
from ketenzicht.cases.care.values import CHANNELS
from ketenzicht.cases.file.codes import from_list
from ketenzicht.cases.file.forms.base import CaseForm, words_field
from ketenzicht.cases.file.selectors.able import ANSWERS, shared_with
from ketenzicht.cases.file.states import WORK, Alarm


class NoteForm(CaseForm):
    words = words_field(label=_("What is worth knowing?"))


class AlarmForm(CaseForm):
    alarm = forms.ChoiceField(
        label=_("What is going on?"),
        choices=[
            (Alarm.RELAPSE, _("The person may go back to where they were exploited")),
            (Alarm.MISSING, _("Somebody under 18 is missing")),
        ],
        widget=forms.RadioSelect,
    )
    words = words_field(
        label=_("What did you see or hear?"),
        help_text=_("Such as a new address or work in the town, network or trade of before."),
    )


class ContactForm(CaseForm):
    channel = forms.ChoiceField(
        label=_("How did you try?"), choices=CHANNELS, widget=forms.RadioSelect
    )
    reached = forms.ChoiceField(
        label=_("Did you speak with the person?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    words = words_field(label=_("What was said or agreed?"), required=False)


class WishForm(CaseForm):
    words = words_field(
        label=_("What does the person want?"),
        help_text=_("In their own words, not in yours."),
    )


class NeedForm(CaseForm):
    service = forms.ChoiceField(
        label=_("What is needed?"), choices=from_list("service_types", empty=_("Choose"))
    )
    words = words_field(label=_("What exactly?"), required=False)


class AskNeedForm(CaseForm):
    organisation = OrganisationField(
        label=_("Who could answer for this?"),
        help_text=_("Until they say yes, you answer for it."),
    )

    def adapt(self) -> None:
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        sharing = shared_with(self.access.case, WORK, self.now)
        self.pick("organisation", ANSWERS, among=sharing)
        if not sharing:
            self.fields["organisation"].help_text = format_html(
                '{} <a href="{}">{}</a>',
                _("Nobody else sees the needs of this case. Share them first."),
                reverse("cases:grant", args=[self.access.case.pk]),
                _("Share a part of this case"),
            )


class SafeContactForm(CaseForm):
    rules = words_field(
        label=_("Rules"),
        help_text=_("When may you call? Who may not notice? Put each rule on a line of its own."),
    )
    number = forms.CharField(label=_("Number or account"), max_length=100, required=False)
    cover = forms.CharField(
        label=_("As whom do you call?"),
        help_text=_("A name that says nothing, such as the dentist."),
        max_length=100,
        required=False,
    )
    voicemail = forms.ChoiceField(
        label=_("May you leave a message?"),
        choices=[("never", _("Never")), ("neutral", _("Only a neutral one")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        initial="never",
    )
