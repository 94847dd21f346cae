# SPDX-License-Identifier: EUPL-1.2
"""A closed case is opened again where somebody answers for it, and nowhere else."""

from __future__ import annotations

import pytest

from ketenzicht.accounts.models import Desk
from ketenzicht.cases.file.services import opening
from ketenzicht.cases.page import closing
from ketenzicht.core.errors import Refused
from tests.factories.cases import coordinator, make_case, stored


@pytest.fixture
def closed(world, now):
    case = make_case(world.shop, now)
    return closing.close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason="goals_met",
        version=case.version,
        now=now,
    )


def reopen(world, case, now):
    return opening.reopen_case(
        actor=coordinator(world.shop), case_id=case.pk, version=stored(case).version, now=now
    )


def test_a_case_is_opened_again_with_the_same_holder(world, closed, now):
    case = reopen(world, closed, now)
    assert (case.open, case.holder) == (True, world.shop.organisation)


def test_a_case_is_not_opened_again_where_nobody_answers(world, closed, now):
    Desk.objects.filter(organisation=world.shop.organisation).update(active=False)
    with pytest.raises(Refused):
        reopen(world, closed, now)
    assert not stored(closed).open
