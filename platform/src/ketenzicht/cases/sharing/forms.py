# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about sharing, consent, blocks and break-glass."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.fields import OrganisationField, PersonField
from ketenzicht.accounts.selectors import colleagues
from ketenzicht.cases.file.acts import Act, acts_open_to
from ketenzicht.cases.file.codes import from_list, language
from ketenzicht.cases.file.forms.base import CaseForm, words_field
from ketenzicht.cases.file.selectors.access import Reader
from ketenzicht.cases.file.selectors.sections import circumstances_of
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.rules import PURPOSES, in_words, offered
from ketenzicht.cases.sharing.services.consents import ENDS_SHARING
from ketenzicht.cases.sharing.services.grants import default_end
from ketenzicht.cases.sharing.states import GIVEN_BY_LABELS, ConsentState, Verdict
from ketenzicht.cases.sharing.wording import law_said, who_agrees
from ketenzicht.core.clock import local_date, today
from ketenzicht.core.terms import term_in_words
from ketenzicht.web.forms import day_field

SAID = frozenset(ConsentState) - {ConsentState.NOT_ASKED, ConsentState.EXPIRED}


class ConsentForm(CaseForm):
    kind = forms.ChoiceField(
        label=_("About what?"), choices=from_list("consent_kinds", empty=_("Choose"))
    )
    recipient = OrganisationField(label=_("For which organisation?"), required=False)
    state = forms.ChoiceField(
        label=_("What did the person say?"),
        widget=forms.RadioSelect,
    )
    given_by = forms.ChoiceField(
        label=_("Who answered?"),
        choices=[("", _("The person, an adult")), *GIVEN_BY_LABELS.items()],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("In which language was it explained?"),
        choices=lambda: [("", "–"), *((c.code, c.label(language())) for c in _languages())],
        required=False,
    )
    words = words_field(label=_("What did they say about it?"), required=False)

    def adapt(self) -> None:
        self.pick("recipient", None, empty=_("For everybody involved"))
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        reader = Reader(self.actor, self.access, self.access.envelope(), self.now)
        case, known = self.access.case, circumstances_of(reader)
        self.fields["kind"].help_text = " ".join(law_said(local_date(self.now)))
        self.fields["given_by"].help_text = " ".join(who_agrees(case, known, local_date(self.now)))
        said = SAID if Act.CONSENT in acts_open_to(self.actor, self.access) else ENDS_SHARING
        self.choose(
            "state",
            [
                (code.code, code.label(language()))
                for code in reference.codes("consent_states", by=today())
                if code.code in said
            ],
        )


def _languages() -> Any:
    return reference.codes("languages", by=today())


class GrantForm(CaseForm):
    organisation = OrganisationField(label=_("With whom do you share?"))
    purpose = forms.ChoiceField(
        label=_("For what?"), choices=from_list(PURPOSES, empty=_("Choose a purpose"))
    )
    basis = forms.ChoiceField(
        label=_("On which ground?"), choices=from_list("sharing_grounds", empty=_("Choose"))
    )
    sections = forms.MultipleChoiceField(
        label=_("What do they see?"),
        choices=[(section.value, section.label) for section in Section],
        widget=forms.CheckboxSelectMultiple,
    )
    until = day_field(label=_("Until when?"))

    def adapt(self) -> None:
        self.pick("organisation", CasePermission.CASE_READ)
        self.fields["sections"].help_text = " ".join(
            in_words(purpose) for purpose in offered(local_date(self.now))
        )
        self.fields["until"].initial = local_date(default_end(self.now, self.nearby))


class BlockForm(CaseForm):
    member = PersonField(
        label=_("Which colleague must not see this case?"),
        help_text=_("For instance because they know the person."),
    )

    def adapt(self) -> None:
        self.pick_person("member", colleagues(self.actor).exclude(pk=self.actor.pk))


class BreakGlassForm(CaseForm):
    code = forms.CharField(label=_("Code of the case"), max_length=12)
    reason = words_field(
        label=_("Why can this not wait?"),
    )

    def adapt(self) -> None:
        said = _("The privacy officer reads this today and judges it within %(within)s.")
        self.fields["reason"].help_text = said % {
            "within": term_in_words("break_glass_review", self.now)
        }


class ReviewForm(CaseForm):
    verdict = forms.ChoiceField(
        label=_("What do you find?"),
        choices=[
            (Verdict.JUSTIFIED.value, _("This was needed")),
            (Verdict.NOT_JUSTIFIED.value, _("This was not needed")),
        ],
        widget=forms.RadioSelect,
    )
