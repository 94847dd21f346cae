# SPDX-License-Identifier: EUPL-1.2
"""Preparing a release."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ketenzicht.estimates.handover import FinishedRun
from ketenzicht.register import handover as register


class ReleaseForm(forms.Form):
    """Which years, and which estimate beside them."""

    title = forms.CharField(label=_("Title"), max_length=160)
    years = forms.MultipleChoiceField(
        label=_("Years of the register"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one year.")},
    )
    run = forms.ChoiceField(
        label=_("Estimate beside it"),
        required=False,
        help_text=_("Only estimates with a number and a closed band can be chosen."),
    )

    def __init__(self, *args: Any, runs: tuple[FinishedRun, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(str(year), str(year)) for year in register.years()]
        self.fields["years"].choices = years  # type: ignore[attr-defined]  # a MultipleChoiceField
        made = [(str(run.id), f"{run.title}: {run.method}, {round(run.estimate)}") for run in runs]
        self.fields["run"].choices = [("", _("No estimate")), *made]  # type: ignore[attr-defined]  # a ChoiceField
