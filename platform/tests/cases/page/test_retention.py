# SPDX-License-Identifier: EUPL-1.2
"""A closed case is kept for its term and not a day longer; an open one is never touched."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ketenzicht.cases import tasks
from ketenzicht.cases.file.models import Case, CaseEvent, Person
from ketenzicht.cases.file.services import details, opening
from ketenzicht.cases.file.states import CaseState
from ketenzicht.cases.page import closing
from ketenzicht.core.errors import Refused
from ketenzicht.core.terms import after
from ketenzicht.reference import Period
from ketenzicht.vault.services import EnvelopeClosed, open_envelope
from tests.factories.accounts import make_member
from tests.factories.cases import WHY, coordinator, make_case, need, offer, stored

SPOKEN_WITH = frozenset({"safety_check"})


def close(world, case, now, reason="goals_met", reader=None, *, checked=frozenset()):
    return closing.close_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        reason=reason,
        second_reader=reader,
        checked=checked,
        version=stored(case).version,
        now=now,
    )


def shredded(now: datetime) -> int:
    return tasks.sweep(now)["shredded"]


def test_a_closed_case_is_shredded_after_five_years_and_not_before(world, now):
    case = make_case(world.shop)
    details.set_label(actor=coordinator(world.shop), case_id=case.pk, words="Kas", now=now)
    close(world, case, now)
    end = after(now, Period.parse("P5Y"))
    assert shredded(end - timedelta(days=1)) == 0
    assert shredded(end + timedelta(days=1)) == 1
    assert Case.objects.whole_table(why=WHY).count() == 0
    assert Person.objects.whole_table(why=WHY).count() == 0
    with pytest.raises(EnvelopeClosed):
        open_envelope(case.envelope_id, world.shop.organisation.pk)


def test_an_open_case_is_never_shredded(world, now):
    case = make_case(world.shop)
    assert shredded(now + timedelta(days=4000)) == 0
    assert stored(case).open


def test_a_case_that_was_opened_again_starts_its_term_anew(world, now):
    case = make_case(world.shop)
    close(world, case, now)
    later = now + timedelta(days=1000)
    opening.reopen_case(
        actor=coordinator(world.shop),
        case_id=case.pk,
        version=stored(case).version,
        now=later,
    )
    assert stored(case).state == CaseState.INTAKE
    close(world, case, later)
    assert shredded(now + timedelta(days=1900)) == 0


def test_a_closed_case_stays_closed(world, now):
    case = make_case(world.shop)
    close(world, case, now)
    with pytest.raises(Refused):
        need(world.shop, case)
    with pytest.raises(Refused):
        close(world, case, now)


def test_a_case_with_something_open_is_not_closed(world, now):
    with_need, offered = make_case(world.shop), make_case(world.shop)
    need(world.shop, with_need)
    offer(world.shop, world.moviera, offered)
    for case in (with_need, offered):
        with pytest.raises(Refused):
            close(world, case, now)
        assert stored(case).open


def test_losing_contact_takes_a_second_reader(world, now):
    case = make_case(world.shop)
    with pytest.raises(Refused) as refused:
        close(world, case, now, "lost_contact", coordinator(world.shop), checked=SPOKEN_WITH)
    assert refused.value.field == "second_reader"
    reader = make_member(world.shop.organisation, "zorgcoordinator", name="Tweede Lezer")
    assert (
        close(world, case, now, "lost_contact", reader, checked=SPOKEN_WITH).closure_reason
        == "lost_contact"
    )


@pytest.mark.parametrize(
    ("reason", "first"),
    [
        ("lost_contact", "safety_check"),
        ("missing", "missing_report"),
        ("relapse", "learning_review"),
        ("detention", "non_punishment_check"),
    ],
)
def test_what_a_reason_to_close_asks_for_comes_first(world, now, reason, first):
    case = make_case(world.shop)
    reader = make_member(world.shop.organisation, "zorgcoordinator", name="Tweede Lezer")
    with pytest.raises(Refused) as refused:
        close(world, case, now, reason, reader)
    assert refused.value.field == "checked"
    closed = close(world, case, now, reason, reader, checked=frozenset({first}))
    assert closed.closure_reason == reason
    rows = CaseEvent.objects.whole_table(why=WHY)
    assert rows.get(case=case, kind="closed").detail["checked"] == first
