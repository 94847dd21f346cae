# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about the file itself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.fields import PersonField
from ketenzicht.cases.file.codes import from_list, language, main_forms, regions
from ketenzicht.cases.file.forms.base import CaseForm, Moment
from ketenzicht.cases.file.selectors.able import workers_of
from ketenzicht.cases.file.selectors.sections import standing_steps
from ketenzicht.cases.file.states import CASE_NEXT, CaseState
from ketenzicht.cases.file.tracks import DUBLIN, TRACKS, Track, next_steps, step, variants_of
from ketenzicht.core.clock import local_date, today
from ketenzicht.web.dates import BirthDate
from ketenzicht.web.forms import day_field

ELSEWHERE = {CaseState.CLOSED, CaseState.REFERRED_OUT}


class IdentityFields(forms.Form):
    """Who somebody is. Nothing is required: help comes before papers."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    other_names = forms.CharField(label=_("Other names"), max_length=200, required=False)
    birth_date = BirthDate()
    gender = forms.ChoiceField(
        label=_("Gender"), choices=from_list("genders", empty=_("Not known yet")), required=False
    )
    nationality = forms.ChoiceField(
        label=_("Nationality"),
        choices=from_list("nationalities", empty=_("Not known yet")),
        required=False,
    )
    second_nationality = forms.ChoiceField(
        label=_("Second nationality"),
        choices=from_list("nationalities", empty=_("None known")),
        required=False,
    )
    languages = forms.CharField(
        label=_("Languages"), max_length=100, required=False, help_text=_("Such as Bulgarian.")
    )


class OpenForm(CaseForm, IdentityFields):
    """Opening a case."""

    field_order = ("label", "region", "risk", "forms", "name")

    label = forms.CharField(
        label=_("What do you call this case?"),
        help_text=_("Only your own organisation sees this. Do not use the full name."),
        max_length=80,
        required=False,
    )
    region = forms.ChoiceField(
        label=_("Care region"), choices=lambda: [("", _("Choose")), *regions()]
    )
    risk = forms.ChoiceField(
        label=_("How unsafe is it now?"),
        choices=from_list("risk_levels"),
        widget=forms.RadioSelect,
    )
    forms = forms.MultipleChoiceField(
        label=_("What does it look like?"),
        help_text=_("You do not have to be sure. You can change it later."),
        choices=main_forms,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def adapt(self) -> None:
        """Most cases are opened for the region of the own organisation."""
        own = [area.region for area in self.actor.organisation.areas.all()]
        if len(own) == 1:
            self.initial.setdefault("region", own[0])


class IdentityForm(CaseForm, IdentityFields):
    """Changing who somebody is."""


class PlanForm(CaseForm):
    words = forms.CharField(label=_("What is the next step?"), max_length=200)
    due = Moment(label=_("By when?"))


class MoveForm(CaseForm):
    state = forms.ChoiceField(label=_("Where does the care stand?"), widget=forms.RadioSelect)
    review_at = Moment(
        label=_("When do you look at it again?"),
        help_text=_("Only when there is no contact for now."),
        required=False,
    )

    def adapt(self) -> None:
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        allowed = CASE_NEXT[CaseState(self.access.case.state)] - ELSEWHERE
        self.choose(
            "state",
            [
                (code.code, code.label(language()))
                for code in reference.codes("case_states", by=today())
                if code.code in allowed
            ],
        )


class RiskForm(CaseForm):
    risk = forms.ChoiceField(
        label=_("How unsafe is it now?"),
        choices=from_list("risk_levels"),
        widget=forms.RadioSelect,
    )
    domains = forms.MultipleChoiceField(
        label=_("Where does the danger come from?"),
        choices=from_list("risk_domains"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class FormsForm(CaseForm):
    forms = forms.MultipleChoiceField(
        label=_("What does it look like?"),
        choices=from_list("exploitation_forms"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ResidenceForm(CaseForm):
    status = forms.ChoiceField(
        label=_("Which right to stay does the person have?"),
        choices=from_list("residence_status", empty=_("Not known yet")),
        help_text=_("Insurance, income and who pays follow from it."),
        required=False,
    )


class LabelForm(CaseForm):
    words = forms.CharField(
        label=_("What do you call this case?"),
        help_text=_("Only your own organisation sees this. Do not use the full name."),
        max_length=80,
    )


DECISION = _(
    "The day on the decision goes before the one we compute. Leave it empty if none is there."
)


class DecisionForm(CaseForm):
    track = forms.ChoiceField(label=_("Of which procedure?"))
    day = day_field(
        label=_("Until which day, according to the decision?"), required=False, help_text=DECISION
    )

    def adapt(self) -> None:
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        standing = standing_steps(self.actor, self.access, self.now)
        names = [
            (code, f"{TRACKS[code].label}: {step(code, at, today()).label(language())}")
            for code, at in standing.items()
            if code in TRACKS
        ]
        self.choose("track", [("", _("Choose")), *names])


class TrackForm(CaseForm):
    place = forms.ChoiceField(label=_("Which procedure, and where does it stand now?"))
    since = day_field(label=_("Since which day?"))
    document_day = day_field(
        label=_("Until which day, according to the decision?"), required=False, help_text=DECISION
    )

    def adapt(self) -> None:
        self.fields["since"].initial = local_date(self.now)
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        standing = standing_steps(self.actor, self.access, self.now)
        steps = [_steps(track, standing.get(track.code)) for track in TRACKS.values()]
        self.choose("place", [("", _("Choose")), *steps])


VARIANTS = {"": "", DUBLIN: " (Dublin)"}


def _steps(track: Track, standing: str | None) -> tuple[str, list[tuple[str, str]]]:
    """The steps that may follow where a track stands, under its name."""
    steps = next_steps(track.code, standing, today())
    return str(track.label), [
        (f"{track.code}:{one.code}:{variant}", one.label(language()) + VARIANTS[variant])
        for one in steps
        for variant in variants_of(track.code, one.code, today())
    ]


class WorkerForm(CaseForm):
    worker = PersonField(label=_("Which colleague does this case?"))

    def adapt(self) -> None:
        assert self.access is not None  # noqa: S101  because the form is only shown about a case
        self.pick_person("worker", workers_of(self.access.case, self.now).select_related("user"))
