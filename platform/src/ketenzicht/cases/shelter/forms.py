# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about a place to stay, and to ask for a bed and answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.fields import OrganisationField
from ketenzicht.cases.file.codes import from_list
from ketenzicht.cases.file.forms.base import CaseForm, Moment, words_field
from ketenzicht.cases.file.forms.case import DECISION
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.selectors import SHELTER, shelters_to_ask
from ketenzicht.cases.shelter.services.places import MOST
from ketenzicht.web.forms import day_field

WHICH = _("Which shelters do you ask?")


class WhereaboutsForm(CaseForm):
    shelter_type = forms.ChoiceField(
        label=_("What kind of place?"), choices=from_list("shelter_types", empty=_("Choose"))
    )
    document_day = day_field(
        label=_("Until which day, according to the decision?"), required=False, help_text=DECISION
    )
    address = words_field(
        label=_("Address"), help_text=_("Only your own organisation can read this back.")
    )


class StayLongerForm(CaseForm):
    reason = forms.ChoiceField(
        label=_("Why does this person stay longer?"),
        choices=from_list("stay_reasons"),
        widget=forms.RadioSelect,
    )
    review = day_field(label=_("When do you look at this again?"))


class _AsksShelters(CaseForm):
    """A form that offers the shelters where somebody answers, those of the region first."""

    def adapt(self) -> None:
        found = shelters_to_ask(self.actor, self.nearby, self.now)
        groups = (
            (_("In this region"), [(str(each.id), each.name) for each in found if each.near]),
            (_("Elsewhere"), [(str(each.id), each.name) for each in found if not each.near]),
        )
        self.fields["organisations"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]  # a field with choices


class AskBedsForm(_AsksShelters):
    shelter_type = forms.ChoiceField(
        label=_("What kind of place?"), choices=from_list("shelter_types", empty=_("Choose"))
    )
    age_band = forms.ChoiceField(
        label=_("How old is the person?"), choices=from_list("age_bands", empty=_("Choose"))
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=from_list("genders", empty=_("Choose")))
    children = forms.CharField(
        label=_("Which children come along?"),
        help_text=_("For instance: two, of 3 and 6 years. Empty when none come along."),
        max_length=80,
        required=False,
    )
    needed_by = Moment(label=_("Before when is the bed needed?"))
    words = forms.CharField(
        label=_("What does the place have to have?"),
        help_text=_("In a few words. No name, and nothing of what happened."),
        max_length=200,
        required=False,
    )
    organisations = forms.MultipleChoiceField(
        label=WHICH,
        help_text=_("For COSM you tick none: CoMensha is asked."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class AskMoreForm(_AsksShelters):
    organisations = forms.MultipleChoiceField(label=WHICH, widget=forms.CheckboxSelectMultiple)


class InterimForm(CaseForm):
    interim = forms.ChoiceField(
        label=_("Where does the person sleep meanwhile?"),
        choices=from_list("interim_beds"),
        widget=forms.RadioSelect,
    )
    until = Moment(label=_("Until when is that possible?"))


class EndRequestForm(CaseForm):
    outcome = forms.ChoiceField(
        label=_("Why do you stop looking?"),
        choices=from_list("bed_outcomes"),
        widget=forms.RadioSelect,
    )


class OfferBedForm(CaseForm):
    begins = Moment(label=_("From when is there a bed?"))
    ends = Moment(label=_("Until when?"), required=False)
    words = words_field(label=_("What do you want to add?"), required=False)


class OfferCosmForm(OfferBedForm):
    shelter = OrganisationField(label=_("At which shelter?"))

    def adapt(self) -> None:
        self.pick("shelter", CasePermission.BED_ANSWER, kinds=(SHELTER,))


class PlacesForm(CaseForm):
    shelter_type = forms.ChoiceField(
        label=_("What kind of place?"), choices=from_list("shelter_types", empty=_("Choose"))
    )
    beds = forms.IntegerField(label=_("How many beds?"), min_value=0, max_value=MOST)
    from_day = day_field(
        label=_("From which day?"),
        help_text=_("An earlier day corrects what stood there; the history stays."),
    )
    genders = forms.MultipleChoiceField(
        label=_("For whom?"),
        help_text=_("Tick none when it is for everybody."),
        choices=from_list("genders"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    age_bands = forms.MultipleChoiceField(
        label=_("For which ages?"),
        help_text=_("Tick none when it is for everybody."),
        choices=from_list("age_bands"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    children = forms.BooleanField(label=_("Children can come along"), required=False)
    closed_reason = forms.ChoiceField(
        label=_("Closed for a while? Why?"),
        choices=from_list("place_closures", empty=_("Not closed")),
        required=False,
    )
    closed_until = day_field(label=_("Closed until which day?"), required=False)
