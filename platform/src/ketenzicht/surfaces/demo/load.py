# SPDX-License-Identifier: EUPL-1.2
"""The whole practice world in one transaction: it is there, or nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from ketenzicht.core.clock import local_date
from ketenzicht.surfaces.demo.elsewhere import play_elsewhere
from ketenzicht.surfaces.demo.figures import fill_register, publish_first_release
from ketenzicht.surfaces.demo.people import HOME_REGION, make_cast
from ketenzicht.surfaces.demo.replay import Replay
from ketenzicht.surfaces.demo.stories import play_stories
from ketenzicht.surfaces.sweeping import sweep_all
from ketenzicht.world import World, events, observed_events

SEED = 7
YEARS = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """How many people there are, and which of their cases and reports are done again here.

    The others only fill the register.
    """

    people: int = 9000
    regions: frozenset[str] | None = frozenset({HOME_REGION, "utrecht", "rotterdam", "amsterdam"})
    report_days: int = 45
    case_days: int = 240

    def has(self, region: str) -> bool:
        """Tell whether cases and reports of this region are done again; None is every region."""
        return self.regions is None or region in self.regions


MORNING = Scope()
# About 6,250 people a year, as the published estimate has it (reference/data/figures.yaml).
NATIONWIDE = Scope(people=31_000, regions=None, report_days=365, case_days=365)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the practice world holds."""

    entries: int
    reports: int
    cases: int
    refused: int


@transaction.atomic
def load(now: datetime, scope: Scope = MORNING) -> Loaded:
    """Fill an empty installation."""
    today = local_date(now)
    world = World(seed=SEED, people=scope.people, years=YEARS, today=today - timedelta(days=1))
    happened = list(observed_events(world))
    entered = [event for event in happened if isinstance(event, events.RegisterEntered)]
    replayed = _replayed(happened, now, scope)
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
    play_stories(cast, now)
    play_elsewhere(cast, now)
    publish_first_release(cast, now)
    sweep_all()
    return Loaded(taken, len(replay.reports), len(replay.cases), sum(replay.refused.values()))


def _replayed(happened: list[events.Event], now: datetime, scope: Scope) -> list[events.Event]:
    """Return the events of recent reports and of cases that began recently, in order of time."""
    cases = {
        event.case
        for event in happened
        if isinstance(event, events.CaseOpened)
        and scope.has(event.region)
        and event.at >= now - timedelta(days=scope.case_days)
    }
    begin = now - timedelta(days=scope.report_days)
    reports = {
        event.report
        for event in happened
        if isinstance(event, events.ReportReceived)
        and scope.has(event.region)
        and event.at >= begin
    }
    return [event for event in happened if _belongs(event, cases, reports)]


def _belongs(event: events.Event, cases: set[str], reports: set[str]) -> bool:
    if isinstance(event, events.ReportReceived | events.ReportAssessed):
        return event.report in reports
    if isinstance(event, events.TransferAnswered | events.TransferExpired):
        return event.case in cases
    return getattr(event, "case", None) in cases and not isinstance(event, events.RegisterEntered)
