# SPDX-License-Identifier: EUPL-1.2
"""The whole practice world in one transaction: it is there, or nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from ketenzicht.accounts.models import User
from ketenzicht.core.clock import local_date
from ketenzicht.surfaces.demo.figures import fill_register, publish_first_release
from ketenzicht.surfaces.demo.people import HOME_REGION, make_cast
from ketenzicht.surfaces.demo.replay import Replay
from ketenzicht.surfaces.demo.stories import tell_stories
from ketenzicht.surfaces.management.commands.sweep import sweep_all
from ketenzicht.world import World, events, observed_events

SEED = 7
PEOPLE = 9000
YEARS = 5
REPORT_DAYS = 45
CASE_DAYS = 240
# Regions whose cases are replayed; the others only fill the register.
REGIONS = frozenset({HOME_REGION, "utrecht", "rotterdam", "amsterdam"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the practice world holds."""

    entries: int
    reports: int
    cases: int
    refused: int


def is_empty() -> bool:
    """Tell whether nobody lives in this installation yet."""
    return not User.objects.exists()


@transaction.atomic
def load(now: datetime) -> Loaded:
    """Fill an empty installation."""
    today = local_date(now)
    world = World(seed=SEED, people=PEOPLE, years=YEARS, today=today - timedelta(days=1))
    happened = list(observed_events(world))
    entered = [event for event in happened if isinstance(event, events.RegisterEntered)]
    replayed = _replayed(happened, now)
    municipalities = {
        party.removeprefix("mun-")
        for event in replayed
        if isinstance(event, events.DisputeOpened)
        for party in event.between
    }
    cast = make_cast(municipalities | {"delft"}, date(today.year - YEARS - 1, 1, 1))
    taken = fill_register(cast, entered, now)
    replay = Replay(cast)
    replay.do_all(replayed)
    tell_stories(cast, now)
    publish_first_release(cast, now)
    sweep_all()
    return Loaded(taken, len(replay.reports), len(replay.cases), sum(replay.refused.values()))


def _replayed(happened: list[events.Event], now: datetime) -> list[events.Event]:
    """Return the events of recent reports and of cases that began recently, in order of time."""
    cases = {
        event.case
        for event in happened
        if isinstance(event, events.CaseOpened)
        and event.region in REGIONS
        and event.at >= now - timedelta(days=CASE_DAYS)
    }
    begin = now - timedelta(days=REPORT_DAYS)
    reports = {
        event.report
        for event in happened
        if isinstance(event, events.ReportReceived)
        and event.region in REGIONS
        and event.at >= begin
    }
    return [event for event in happened if _belongs(event, cases, reports)]


def _belongs(event: events.Event, cases: set[str], reports: set[str]) -> bool:
    if isinstance(event, events.ReportReceived | events.ReportAssessed):
        return event.report in reports
    if isinstance(event, events.TransferAnswered | events.TransferExpired):
        return event.case in cases
    return getattr(event, "case", None) in cases and not isinstance(event, events.RegisterEntered)
