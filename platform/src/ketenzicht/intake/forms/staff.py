# SPDX-License-Identifier: EUPL-1.2
"""The forms of the triage. Each carries the version its reader saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField
from ketenzicht.accounts.selectors import Candidate
from ketenzicht.intake.card import Age
from ketenzicht.intake.forms.choices import of_list
from ketenzicht.intake.states import RefusalReason, Silence

LONG = 4000
REFUSALS = {
    RefusalReason.NOT_OUR_TASK: _("This is not our task"),
    RefusalReason.OTHER_REGION: _("This belongs to another region"),
    RefusalReason.NO_CAPACITY: _("We have nobody for this now"),
    RefusalReason.TOO_LITTLE: _("There is too little to go on"),
}
SILENCES = {
    Silence.DANGER: _("An answer could put somebody in danger"),
    Silence.INVESTIGATION: _("The police or the Labour Authority asked not to answer yet"),
    Silence.ASKED_FOR_NONE: _("The reporter asked for no answer"),
}
PURPOSES = {
    "contact": _("I want to get in touch with the reporter"),
    "safety": _("I am worried about the safety of the reporter"),
    "duplicate": _("I want to know whether the same person reported before"),
}


class Versioned(forms.Form):
    """A form about a version of a report."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    #: Somebody was quicker: what stands here now is newer than what its writer saw.
    outdated = False


def renewed(form: Versioned, version: int) -> Versioned:
    """Let a form about an older version be sent again, once its writer saw the newest one."""
    form.data = {**form.data.dict(), "version": str(version)}  # type: ignore[attr-defined]  # a POST
    form.outdated = True
    form.add_error(None, _("Somebody changed this while you wrote. Look, then send it again."))
    return form


class AssessForm(Versioned):
    urgency = forms.ChoiceField(
        label=_("How soon does this need somebody?"),
        choices=of_list("urgency"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how soon this needs somebody.")},
    )
    age = forms.ChoiceField(
        label=_("Is it about somebody under 18?"),
        choices=[
            (Age.MINOR, _("Yes, or it looks like it")),
            (Age.ADULT, _("No")),
            (Age.UNKNOWN, _("Not known, so treat as under 18")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer. If you do not know, say so.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in one sentence why.")},
    )


class TextForm(Versioned):
    """One text; which one, the page says."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something before you send it.")},
    )

    def __init__(self, *args: Any, question: Any = None, help_text: Any = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        if question is not None:
            self.fields["text"].label = question
            self.fields["text"].help_text = help_text


class ReferralForm(Versioned):
    receiver = OrganisationField(
        label=_("Which organisation should take it on?"),
        error_messages={"required": _("Choose an organisation.")},
        help_text=_("Only organisations where somebody answers now."),
    )
    question = forms.CharField(
        label=_("What do you ask them, and why?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read this before they say yes. They read the report only after yes."),
        error_messages={"required": _("Write what you ask them.")},
    )

    def __init__(self, *args: Any, receivers: Sequence[Candidate] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].offer(receivers)  # type: ignore[attr-defined]  # an OrganisationField


class JoinForm(Versioned):
    earlier = forms.UUIDField(widget=forms.HiddenInput)


class RefuseForm(Versioned):
    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=list(REFUSALS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    proposal = forms.CharField(
        label=_("Who could take this on instead?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say who could take this on instead.")},
    )


class CloseForm(Versioned):
    feedback = forms.CharField(
        label=_("Answer to the reporter"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what was done, without details about anybody."),
    )
    silence = forms.ChoiceField(
        label=_("Or: why can there be no answer?"),
        required=False,
        choices=[("", _("There is an answer")), *SILENCES.items()],
        widget=forms.RadioSelect,
    )


class CloseTogetherForm(CloseForm):
    """Closing several reports; the version of each stands beside it."""

    version = None  # type: ignore[assignment]  # how Django leaves out a field of a base


class ReferralTogetherForm(ReferralForm):
    """Asking about several reports; the version of each stands beside it."""

    version = None  # type: ignore[assignment]  # how Django leaves out a field of a base


class RevealForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What do you need it for?"),
        choices=list(PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need it for.")},
        help_text=_("This is written down, with your name."),
    )
