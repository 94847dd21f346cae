# SPDX-License-Identifier: EUPL-1.2
"""What people fill in about a place to stay."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.file.codes import from_list
from ketenzicht.cases.file.forms.base import CaseForm, words_field
from ketenzicht.cases.file.forms.case import DECISION
from ketenzicht.web.forms import day_field


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
