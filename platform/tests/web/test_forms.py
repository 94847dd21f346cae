# SPDX-License-Identifier: EUPL-1.2
"""How forms are rendered: label, description, error, field, in that order."""

from __future__ import annotations

import re

from django import forms
from django.utils import translation

from ketenzicht.web.views import Sample


def html_of(form: forms.Form) -> str:
    with translation.override("nl"):
        return str(form)


def test_description_and_error_stand_between_label_and_field() -> None:
    class One(forms.Form):
        town = forms.CharField(label="Plaats", help_text="Waar je nu bent.")

    html = html_of(One({}))
    field = html[html.index('class="kz-field') :]
    order = [field.index(mark) for mark in ("<label", "Waar je nu bent", "kz-error", "<input")]
    assert order == sorted(order)


def test_every_error_of_the_summary_leads_to_a_control_that_exists() -> None:
    html = html_of(Sample({}))
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert len(targets) == 7
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_an_error_without_a_field_stands_in_the_summary_too() -> None:
    form = Sample({})
    form.add_error(None, "Dit kan nu niet.")
    assert "<strong>Dit kan nu niet.</strong>" in html_of(form)


def test_only_what_is_not_required_says_so() -> None:
    assert html_of(Sample()).count("(mag leeg blijven)") == 1


def test_each_choice_is_one_large_label_around_its_own_control() -> None:
    html = html_of(Sample())
    assert html.count('<label class="kz-choice"') == 7
    assert html.count("<legend>") == 2 + 2  # two questions, two groups of signs


def test_a_form_without_errors_has_no_summary() -> None:
    assert "kz-error-summary" not in html_of(Sample())


def test_what_people_type_is_escaped() -> None:
    html = html_of(Sample({"story": "<script>alert(1)</script>", "place": '"><b>'}))
    assert "<script>" not in html
    assert "<b>" not in html
