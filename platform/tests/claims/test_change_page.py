# SPDX-License-Identifier: EUPL-1.2
"""The page of a change names every field in words, and says beside it what is not right."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ketenzicht import reference
from ketenzicht.claims.fields import PeriodField
from ketenzicht.claims.forms import VersionForm
from ketenzicht.claims.models import Change
from ketenzicht.claims.words import called
from ketenzicht.reference.writing import read_rows, row_of

KEYS = sorted({key for each in reference.entries() for key in row_of(each)})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_column_has_a_name_in_words(language):
    with translation.override(language):
        words = [called(key) for key in KEYS]
    assert [word for word in words if "_" in word or word.startswith(("Verder", "Further"))] == []


def test_every_field_of_every_row_takes_back_what_stands_there():
    """Whoever changes one word of a row leaves the rest as it was."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for each in reference.entries():
        row = row_of(each)
        shape = each.section, frozenset(row)
        if shape in seen:
            continue
        seen.add(shape)
        shown = VersionForm(section=each.section, row=row)
        data = {name: shown[name].value() for name in shown.fields}
        data = {name: value for name, value in data.items() if value not in (None, "", [])}
        form = VersionForm(data, section=each.section, row=row)
        form.is_valid()
        errors = {name for name in form.errors if name.startswith("row_")}
        assert not errors, (each.reference, form.errors)
        same = {key: form.cleaned_data[f"row_{key}"] for key in form.said()}
        assert same == {key: row[key] for key in form.said()}, each.reference


def fields(section: str, code: str) -> dict[str, forms.Field]:
    found = [e for e in reference.entries() if (e.section, e.fact.code) == (section, code)]
    return VersionForm(section=section, row=row_of(found[0])).fields


def test_a_field_is_of_the_kind_of_what_it_holds():
    sign, rule = fields("indicators", "SIG-001"), fields("stall_rules", "no_safe_bed")
    assert isinstance(sign["row_settings"], forms.MultipleChoiceField)
    assert isinstance(sign["row_strength"], forms.ChoiceField)
    assert isinstance(sign["row_urgent"], forms.BooleanField)
    assert isinstance(rule["row_after"], PeriodField)
    assert isinstance(rule["row_acts"], forms.ChoiceField)
    assert isinstance(fields("thresholds", "adult")["row_amount"], forms.IntegerField)
    ends = fields("protections", "temporary_protection")["row_ends"]
    assert isinstance(ends, forms.DateField)
    assert ends.widget.input_type == "date"


@pytest.fixture
def steward(world, as_member) -> Client:
    return as_member(Client(), world.comensha["comensha_helpdesk"])


def typed(client: Client, section: str, code: str, **said: object) -> tuple[str, dict]:
    address = reverse("claims:propose", args=[section, code])
    form = client.get(address).context["form"]
    found = {name: form[name].value() for name in form.fields if form[name].value()}
    rest = {
        "valid_from": "2027-01-01",
        "kind": "default",
        "source": "Besluit",
        "certainty": "medium",
        "look_again": "2027-11-18",
        "why": "Het bestuur besloot dit.",
    }
    return address, {**found, **rest, **said}


@pytest.mark.parametrize(
    ("section", "code", "said", "why"),
    [
        ("deadlines", "grant", {"row_length": "drie weken"}, "Schrijf hoe lang, zoals P3M"),
        ("deadlines", "grant", {"valid_from": "2026-11-01"}, "Kies vandaag of een latere dag"),
        ("deadlines", "grant", {"valid_to": "2026-12-01"}, "De laatste dag komt voor de eerste"),
        ("deadlines", "grant", {"look_again": "2026-11-02"}, "Deze dag is voorbij"),
        ("deadlines", "break_glass", {"row_length": "PT2H"}, "Dit beschermt mensen: 1 uur"),
        ("retention", "audit_log", {"row_period": "P1Y"}, "Dit beschermt mensen: 5 jaar"),
        ("thresholds", "shown_group", {"row_amount": "3"}, "nooit lager dan 10"),
        ("thresholds", "adult", {"row_amount": "achttien"}, "Vul een heel getal in"),
    ],
)
def test_what_is_not_right_is_said_beside_its_field_and_the_words_are_given_back(
    steward, section, code, said, why
):
    address, values = typed(steward, section, code, **said)
    answer = steward.post(address, values)
    assert answer.status_code == 422
    page = re.sub(r"\s+", " ", answer.content.decode())
    (name,) = said
    assert why in " ".join(answer.context["form"].errors.get(name, [])), answer.context[
        "form"
    ].errors
    assert why in page
    assert str(said[name]) in page
    assert "Het bestuur besloot dit." in page
    assert not Change.objects.whole_table(why="test").exists()


def test_a_list_that_is_ticked_becomes_a_row_of_a_file(steward):
    address, values = typed(
        steward, "indicators", "SIG-001", row_settings=["hotel", "care"], row_urgent="on"
    )
    answer = steward.post(address, values)
    assert answer.status_code == 303, answer.context["form"].errors
    change = Change.objects.whole_table(why="test").get()
    (own,) = read_rows(change.written)
    assert own.row["settings"] == ["hotel", "care"]
    assert own.row["urgent"] is True
    assert own.row["valid_from"] == date(2027, 1, 1)


def test_what_changes_is_named_in_words_to_the_second_person(propose, steward):
    change = propose("deadlines", "deadlines", "grant", length="P30D")
    page = steward.get(reverse("claims:change", args=[change.pk])).content.decode()
    assert "Hoe lang" in page
    assert ">length<" not in page
