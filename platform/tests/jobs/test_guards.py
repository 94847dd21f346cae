# SPDX-License-Identifier: EUPL-1.2
"""A guard that stops is an alarm on somebody's day; only running again ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from ketenzicht.jobs.guards import Guard, last_runs, ran
from ketenzicht.surfaces import sweeping
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.accounts import make_member
from tests.factories.work import items

SILENT = {
    Guard.SWEEP: "Klokken en alarmen staan stil: wat de tijd vraagt, gebeurt niet",
    Guard.VERIFY: "Niemand controleert het logboek nog",
    Guard.BACKUP: "Er wordt geen back-up meer gemaakt",
}


@pytest.fixture
def keeper(world):
    return make_member(world.comensha.organisation, "platform_administrator", name="Bo Beheer")


def said(keeper, now):
    return [line.sentence for line in items(keeper, now)]


@pytest.mark.parametrize("guard", Guard)
def test_silence_stands_on_the_day_of_who_keeps_the_platform_until_it_runs_again(
    keeper, now, guard
):
    ran(guard, now=now)
    (run,) = last_runs()
    assert SILENT[guard] not in said(keeper, run.late_at - timedelta(seconds=1))
    assert SILENT[guard] in said(keeper, run.late_at)
    ran(guard, now=run.late_at)
    assert SILENT[guard] not in said(keeper, run.late_at)


@pytest.mark.parametrize("guard", [Guard.SWEEP, Guard.BACKUP])
def test_a_guard_that_runs_all_the_time_is_missed_within_the_hour(keeper, now, guard):
    ran(guard, now=now)
    assert last_runs()[0].late_at <= now + timedelta(hours=1)


def test_a_fault_stands_at_once_and_ends_with_a_run_that_finds_nothing(keeper, now):
    ran(Guard.VERIFY, now=now, fault="exit-code")
    assert "De controle van het logboek vond iets wat niet klopt" in said(keeper, now)
    ran(Guard.VERIFY, now=now + timedelta(minutes=1))
    assert said(keeper, now + timedelta(minutes=1)) == []


def test_who_does_not_keep_the_platform_hears_nothing_of_it(world, now):
    ran(Guard.SWEEP, now=now)
    other = make_member(world.shop.organisation, "administrator", name="An Ander")
    assert said(other, now + timedelta(days=2)) == []


def test_a_sweep_of_which_a_part_fails_says_which(keeper, now, monkeypatch):
    def broken(*, now):
        raise RuntimeError

    hooks = [("cases", broken), ("mail", lambda *, now: None)]
    monkeypatch.setattr(sweeping, "hooks", lambda _name: hooks)
    set_clock(now)
    sweeping.sweep_all()
    (run,) = last_runs()
    assert (run.guard, run.fault) == (Guard.SWEEP, "cases")


def test_the_page_says_of_each_guard_when_it_ran(as_member, keeper, now):
    ran(Guard.BACKUP, now=now)
    set_clock(now + timedelta(hours=3))
    page = as_member(Client(), keeper).get(reverse("accounts:guards")).content.decode()
    for words in ("zwijgt", "liep hier nooit", "Kijk of er ruimte is"):
        assert words in page


def test_the_command_lists_silent_guards_and_ends_with_a_fault(db, now, capsys):
    set_clock(now)
    call_command("guard", "backup")
    with pytest.raises(CommandError, match="2 guards"):
        call_command("guard")
    assert "verify: never ran" in capsys.readouterr().out
