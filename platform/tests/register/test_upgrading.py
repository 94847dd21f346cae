# SPDX-License-Identifier: EUPL-1.2
"""A register of before keeps its persons and decisions through an upgrade."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from ketenzicht.register.models import Decision, Entry
from tests.factories.accounts import make_world
from tests.upgrading import moved_to

pytestmark = pytest.mark.apart
AT = datetime(2026, 6, 1, tzinfo=UTC)
BEFORE = [("register", "0001_initial")]
AFTER = [("register", "0004_counted_facts")]


@pytest.fixture
def older(back_to_this_release):
    world = make_world()
    return moved_to(BEFORE), world.comensha["registrar"].pk


def entry_of(apps, code):
    person_model, entry_model = (apps.get_model("register", name) for name in ("Person", "Entry"))
    return entry_model.objects.create(
        id=uuid4(),
        code=code,
        person=person_model.objects.create(),
        year=2026,
        month=5,
        outcome="by_duty",
        basis="legal_duty",
        reporter="police",
        form="labour",
        handle=code.encode(),
    )


def test_joins_and_aparts_of_before_become_decisions_that_say_the_same(older):
    apps, registrar = older
    a, b, c, d = (entry_of(apps, f"R-{name * 8}") for name in "ABCD")
    merges, aparts = (apps.get_model("register", name) for name in ("Merge", "Apart"))
    for kept, merged, entries in ((a, b, [b]), (c, a, [a, b])):
        merges.objects.create(
            id=uuid4(),
            kept_id=kept.person_id,
            merged_id=merged.person_id,
            entries=[str(entry.pk) for entry in entries],
            by_id=registrar,
            at=AT,
        )
        for entry in entries:
            type(entry).objects.filter(pk=entry.pk).update(person=kept.person_id)
    low, high = sorted((a, d), key=lambda entry: str(entry.pk))
    aparts.objects.create(first=low, second=high, by_id=registrar, at=AT)
    moved_to(AFTER)
    persons = dict(Entry.objects.values_list("code", "person"))
    assert persons["R-AAAAAAAA"] == persons["R-BBBBBBBB"] == persons["R-CCCCCCCC"]
    assert persons["R-DDDDDDDD"] != persons["R-AAAAAAAA"]
    assert sorted(Decision.objects.values_list("same", flat=True)) == [False, True, True]
    assert {(entry.registered_year, entry.registered_month) for entry in Entry.objects.all()} == {
        (2026, 5)
    }
    assert Entry.objects.values("own").distinct().count() == 4


def test_an_entry_of_before_says_nothing_of_what_was_not_asked_then(older):
    apps, _registrar = older
    entry_of(apps, "R-AAAAAAAA")
    moved_to(AFTER)
    entry = Entry.objects.get()
    assert (entry.form, entry.age) == ("labour", "unknown")
    assert (entry.route, entry.band, entry.dossier, entry.victim_status) == ("", "", "", "")
    assert (entry.cross_border_sex, entry.changes.count()) == (False, 0)
