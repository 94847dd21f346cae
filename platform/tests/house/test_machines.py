# SPDX-License-Identifier: EUPL-1.2
"""What always holds is asked after every step of a machine that changed something."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from ketenzicht.accounts.models import Organisation
from tests.factories.accounts import make_organisation
from tests.machines import Writes


@pytest.fixture
def writes(db):
    counted = Writes()
    with connection.execute_wrapper(counted):
        yield counted


def test_every_write_gives_a_state_that_was_not_there_before(writes):
    seen = [writes.state]
    made = make_organisation("Nabij", "shelter")
    seen.append(writes.state)
    Organisation.objects.filter(pk=made.pk).update(name="Dichtbij")
    seen.append(writes.state)
    with transaction.atomic():
        made.delete()
    seen.append(writes.state)
    assert sorted(set(seen)) == seen


def test_a_reading_leaves_the_state(writes):
    before = writes.state
    with transaction.atomic():
        assert not Organisation.objects.filter(name="Nabij").exists()
    assert writes.state == before


def test_what_was_rolled_back_gives_the_old_state_and_the_next_write_a_new_one(writes):
    before = writes.state
    with transaction.atomic():
        make_organisation("Nabij", "shelter")
        undone = writes.state
        transaction.set_rollback(True)
    assert writes.state == before
    make_organisation("Dichtbij", "shelter")
    assert writes.state not in {before, undone}
