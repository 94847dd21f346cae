# SPDX-License-Identifier: EUPL-1.2
"""The story of a case adds up to the case."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from ketenzicht.cases.care.services import notes
from ketenzicht.cases.file.models import CaseEvent
from ketenzicht.cases.file.services import actions, details, opening
from ketenzicht.cases.file.states import CaseState
from ketenzicht.cases.page import closing
from ketenzicht.cases.page.replay import replay
from ketenzicht.cases.transfers.models import Transfer
from ketenzicht.core.errors import NotAllowed, Refused
from tests.factories.cases import (
    WHY,
    accept,
    coordinator,
    make_case,
    offer,
    plan,
    share,
    stored,
)


def told(case):
    return replay(CaseEvent.objects.whole_table(why=WHY).filter(case=case).order_by("seq"))


def test_a_whole_life_replays_to_the_stored_case(world, now):
    case = make_case(world.shop)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
    details.set_risk(**ground, risk="r4", version=1)
    notes.log_contact(**ground, channel="visit", reached=False, words="")
    notes.log_contact(**ground, channel="phone", reached=True, words="")
    details.move_case(**ground, state=CaseState.ACCEPTED, version=2)
    transfer = accept(world.moviera, offer(world.shop, world.moviera, case))
    ground = {**ground, "actor": coordinator(world.moviera)}
    version = stored(case).version
    details.move_case(**ground, state=CaseState.STABILISING, version=version)
    row, story = stored(case), told(case)
    assert (story.state, story.holder, story.risk) == (row.state, str(row.holder_id), row.risk)
    assert story.last_contact_at == row.last_contact_at == now
    assert story.transfers == {str(transfer.pk): Transfer.objects.whole_table(why=WHY).get().state}


def test_closing_and_opening_again_replay(world, now):
    case = make_case(world.shop)
    ground = {"actor": coordinator(world.shop), "case_id": case.pk, "now": now}
    closing.close_case(**ground, reason="goals_met", version=1)
    assert (told(case).state, told(case).closure_reason) == (CaseState.CLOSED, "goals_met")
    opening.reopen_case(**ground, version=2)
    assert (told(case).state, told(case).closure_reason) == (CaseState.INTAKE, "")


def test_what_happened_is_not_rewritten(world, now):
    case = make_case(world.shop)
    rows = CaseEvent.objects.whole_table(why=WHY).filter(case=case)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(kind="moved")
    assert "opened" in set(rows.values_list("kind", flat=True))


def test_a_step_is_done_and_undone_by_who_would_do_it(world, now):
    case = make_case(world.shop)
    step = plan(world.shop, case)
    share(world.shop, world.shelter, case)
    ground = {"case_id": case.pk, "action_id": step.pk, "now": now}
    with pytest.raises(NotAllowed):
        actions.finish_action(actor=coordinator(world.shelter), version=1, **ground)
    done = actions.finish_action(actor=coordinator(world.shop), version=1, **ground)
    assert done.done_at == now
    with pytest.raises(Refused):
        actions.finish_action(actor=coordinator(world.shop), version=2, **ground)
    undone = actions.undo_finish(actor=coordinator(world.shop), version=2, **ground)
    assert undone.done_at is None
