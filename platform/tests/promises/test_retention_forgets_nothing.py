# SPDX-License-Identifier: EUPL-1.2
"""Every model that keeps somebody's words goes with what it is about, rows and keys."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from ketenzicht.cases.page.retention import enveloped
from ketenzicht.core.classification import closed_columns, our_models

#: What the sweeps shred by themselves, with the rows that hang on it.
SHREDDED = {"cases.Case", "cases.Person", "intake.Report"}
#: Of a report, whose sweep names each of its envelopes.
REPORT_ENVELOPES = {"intake.Report", "intake.ReporterIdentity", "intake.Referral"}


def goes_with(model: type[models.Model]) -> Iterator[str]:
    """What deleting takes this model's rows along, through any number of tables."""
    seen, left = set(), [model]
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        yield one._meta.label
        left += [
            field.related_model
            for field in one._meta.concrete_fields
            if field.is_relation and field.remote_field.on_delete is models.CASCADE
        ]


def forgotten(found: Iterator[type[models.Model]]) -> dict[str, str]:
    """The sealed models that no sweep reaches, and those whose key it leaves."""
    with_key = {model._meta.label for model in enveloped()} | SHREDDED | REPORT_ENVELOPES
    told: dict[str, str] = {}
    for model in found:
        if not closed_columns(model):
            continue
        own_key = "envelope_id" in {each.name for each in model._meta.concrete_fields}
        if SHREDDED.isdisjoint(goes_with(model)):
            told[model._meta.label] = "its rows stay"
        elif own_key and model._meta.label not in with_key:
            told[model._meta.label] = "its key stays"
    return told


def test_no_sealed_model_is_forgotten_by_retention():
    assert forgotten(iter(our_models())) == {}


def test_a_sealed_model_that_hangs_on_nothing_is_found(monkeypatch):
    note = apps.get_model("cases.Note")
    field = note._meta.get_field("case")
    monkeypatch.setattr(field.remote_field, "on_delete", models.PROTECT)
    assert forgotten(iter([note])) == {"cases.Note": "its rows stay"}


def test_a_sealed_model_whose_key_would_stay_is_found(monkeypatch):
    consent = apps.get_model("cases.Consent")
    monkeypatch.setattr(f"{__name__}.enveloped", dict)
    assert forgotten(iter([consent])) == {"cases.Consent": "its key stays"}
