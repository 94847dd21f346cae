# SPDX-License-Identifier: EUPL-1.2
"""A clock that is set back ends no protection: what ended stays ended, no limit is refilled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.accounts.models import AccessRequest
from ketenzicht.accounts.selectors import waiting_for
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.sharing.services import break_glass
from ketenzicht.core import limits
from ketenzicht.core.clock import SteadyClock
from ketenzicht.core.errors import Refused
from ketenzicht.surfaces.testing_clock import START
from tests.accounts.inviting import ask as ask_in
from tests.accounts.inviting import enter, invite
from tests.factories.cases import coordinator, make_case, share

PASSED = st.floats(min_value=0, max_value=100_000)


@dataclass
class Machine:
    """The clock of a machine, which somebody sets, and the seconds it counts by itself."""

    shows: datetime = START
    seconds: float = 0.0

    def steady(self) -> SteadyClock:
        return SteadyClock(lambda: self.shows, lambda: self.seconds)


@given(st.lists(st.tuples(st.timedeltas(-timedelta(days=900), timedelta(days=900)), PASSED)))
def test_no_moment_is_earlier_than_one_before_and_time_passes_all_the_same(steps):
    machine = Machine()
    clock = machine.steady()
    told, at = clock(), machine.seconds
    for moved, passed in steps:
        machine.seconds += passed
        machine.shows = START + moved
        now = clock()
        assert now >= told + timedelta(seconds=machine.seconds - at) - timedelta(microseconds=2)
        assert now >= machine.shows
        told, at = now, machine.seconds


def test_a_clock_that_is_not_set_back_is_the_machine_s():
    machine = Machine()
    clock = machine.steady()
    machine.shows, machine.seconds = START + timedelta(hours=1), 3600.0
    assert clock() == machine.shows


@pytest.mark.django_db
@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(hours=1), timedelta(days=40)])
def test_a_limit_is_not_refilled_by_a_clock_that_is_set_back(back):
    machine = Machine()
    clock = machine.steady()
    hour = timedelta(hours=1)

    def tries(now):
        return limits.allow("a door", limit=2, window=hour, now=now)

    assert [tries(clock()) for _time in range(3)] == [True, True, False]
    machine.shows -= back
    assert not tries(clock())
    machine.shows -= hour
    assert tries(machine.shows), "by the machine's own clock it would be"


# -- what ended by a moment --------------------------------------------------------------------


def _request(world, now):
    asked = ask_in(world, now).asked
    return lambda at: waiting_for(AccessRequest.objects.get(pk=asked.pk).member, at) is not None


def _invitation(world, now):
    code = invite(world, now).code

    def works(at):
        try:
            enter(code, at)
        except Refused:
            return False
        return True

    return works


def _grant(world, now):
    case = make_case(world.shop)
    share(world.shop, world.shelter, case, days=1)
    who = coordinator(world.shelter)
    return lambda at: Case.objects.for_reader(who, at).filter(pk=case.pk).exists()


def _emergency(world, now):
    case, who = make_case(world.shop), coordinator(world.moviera)
    break_glass.break_glass(actor=who, code=case.code, reason="Zij belde: het kan nu.", now=now)
    return lambda at: Case.objects.for_reader(who, at).filter(pk=case.pk).exists()


@pytest.mark.parametrize("begin", [_request, _invitation, _grant, _emergency])
@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=29)])
def test_what_ended_by_a_moment_does_not_live_again(world, begin, back):
    machine = Machine()
    clock, lives = machine.steady(), begin(world, START)
    machine.shows = START + timedelta(days=30)
    assert not lives(clock())
    machine.shows -= back
    assert not lives(clock())
    machine.shows = START
    assert lives(machine.shows), "by the machine's own clock it would"
