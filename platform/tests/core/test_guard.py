# SPDX-License-Identifier: EUPL-1.2
"""Asking for rows without a reader raises, whichever way it is asked."""

import pytest
from django.apps import apps

from ketenzicht.core.guard import GuardedManager, Unscoped

GUARDED = [m for m in apps.get_models() if isinstance(m._default_manager, GuardedManager)]

ASKED = [
    lambda manager: manager.all(),
    lambda manager: manager.filter(pk=None),
    lambda manager: manager.get(pk=None),
    lambda manager: manager.count(),
    lambda manager: manager.first(),
    lambda manager: manager.exists(),
    lambda manager: manager.values("pk"),
    lambda manager: manager.aggregate(),
    lambda manager: manager.in_bulk([]),
    lambda manager: manager.raw("SELECT 1"),
    lambda manager: manager.get_or_create(pk=None),
    lambda manager: manager.update(pk=None),
    lambda manager: manager.none(),
    lambda manager: list(manager.iterator()),
]


def test_there_are_guarded_models():
    assert {m._meta.label for m in GUARDED} >= {"cases.Case", "intake.Report"}


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_an_unscoped_query_raises(model):
    for ask in ASKED:
        with pytest.raises(Unscoped):
            ask(model.objects)


@pytest.mark.django_db
@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_a_reader_without_ground_reaches_nothing_and_a_sweep_says_why(model, world, now):
    reader = world.law_firm["lawyer"]
    assert model.objects.for_reader(reader, now).count() == 0
    assert model.objects.whole_table(why="a test").count() == 0
    with pytest.raises(Unscoped):
        model.objects.whole_table(why=" ")


def test_every_model_with_sealed_columns_or_a_reach_is_guarded():
    from ketenzicht.core.classification import closed_columns, our_models

    vault_itself = {"vault"}
    loose = [
        m._meta.label
        for m in our_models()
        if closed_columns(m) and m not in GUARDED and m._meta.app_label not in vault_itself
    ]
    assert loose == []
