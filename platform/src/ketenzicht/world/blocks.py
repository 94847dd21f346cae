# SPDX-License-Identifier: EUPL-1.2
"""One block of the world, drawn once and shown in two ways: as truth and as observed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from ketenzicht.world.capture import ADULT_DAYS, Listings, draw_listings
from ketenzicht.world.chain import coordinator
from ketenzicht.world.circumstances import Circumstances, draw_circumstances
from ketenzicht.world.course import DRAWS, Start, course
from ketenzicht.world.entries import Entries, draw_entries, form_of, register_events
from ketenzicht.world.events import (
    CaseOpened,
    Event,
    RegisterEntered,
    ReportAssessed,
    ReportReceived,
)
from ketenzicht.world.identifiers import Identifiers, moment, office_hours
from ketenzicht.world.people import Episodes, Floats, People, draw_people
from ketenzicht.world.plan import Stream, World
from ketenzicht.world.profile import profile
from ketenzicht.world.reports import NOBODY, Sightings, draw_sightings, reports

CARE = "care_coordination"
_RISKS = ("r0", "r1", "r1", "r2", "r2", "r2", "r3", "r4")


@dataclass(frozen=True, slots=True)
class Link:
    """Which person of the truth an observed thing is about. Exists in the truth only."""

    kind: str
    observed: str
    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthBlock:
    """What really happened to a block of people, and which observed things are theirs."""

    people: People
    episodes: Episodes
    listings: Listings
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ObservedBlock:
    """What the platform may see of a block of people, in order of time."""

    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """Everything drawn for a block, before truth and observation part."""

    people: People
    episodes: Episodes
    listings: Listings
    entries: Entries
    sightings: Sightings
    known: Circumstances


def draw_block(world: World, block: range) -> tuple[TruthBlock, ObservedBlock]:
    """Draw a block; the two results share opaque names and nothing else."""
    people, episodes = draw_people(world, block)
    listings = draw_listings(world, block, people, episodes)
    drawn = _Drawn(
        people=people,
        episodes=episodes,
        listings=listings,
        entries=draw_entries(world, block, people, listings),
        sightings=draw_sightings(world, block, people, episodes),
        known=draw_circumstances(world, block),
    )
    identifiers = Identifiers(world.generator(Stream.IDENTIFIERS, block))
    came_in = tuple(reports(drawn.sightings, identifiers))
    rng = world.generator(Stream.COURSE, block)
    cases = _cases(drawn, came_in, identifiers, rng)
    case_of = {listing: opened.case for listing, opened in cases.items()}
    entered = tuple(
        register_events(
            (people, episodes, listings), drawn.known, drawn.entries, case_of, identifiers
        )
    )
    courses = _courses(drawn, cases, identifiers, rng=rng, until=_closing_time(world))
    assessed = _assessments(drawn, came_in, cases, rng.random((len(came_in), 3)))
    until = _closing_time(world)
    events = [e for e in (*came_in, *assessed, *courses, *entered) if e.at <= until]
    events.sort(key=in_time)
    links = tuple(_links(drawn, came_in, cases, entered))
    truth = TruthBlock(people=people, episodes=episodes, listings=listings, links=links)
    return truth, ObservedBlock(tuple(events))


def in_time(event: Event) -> tuple[datetime, int]:
    """Order of time; at the same moment things begin before they go on."""
    return event.at, 0 if isinstance(event, ReportReceived | CaseOpened) else 1


def _closing_time(world: World) -> datetime:
    return moment(world.today.toordinal(), 1.0)


def _cases(
    drawn: _Drawn,
    came_in: tuple[ReportReceived, ...],
    identifiers: Identifiers,
    rng: np.random.Generator,
) -> dict[int, CaseOpened]:
    """A case for whoever care coordination lists, by the row of that listing."""
    care = profile().list_codes.index(CARE)
    rows = np.nonzero(drawn.listings.maker == care)[0].tolist()
    first_entry = {int(row): at for at, row in reversed(list(enumerate(drawn.entries.listing)))}
    told = _first_reports(drawn, came_in)
    names = identifiers.take("c", len(rows))
    draws = rng.random((len(rows), 4)).tolist()
    cases = {}
    for row, name, chance in zip(rows, names, draws, strict=True):
        report = told.get(int(drawn.listings.episode[row]))
        at = moment(int(drawn.listings.day[row]), office_hours(chance[0] / 3))
        known = report.report if report and report.at < at - timedelta(days=1) else None
        cases[row] = _opened(
            drawn, row, first_entry[row], at=at, case=name, report=known, draws=chance
        )
    return cases


def _first_reports(drawn: _Drawn, came_in: tuple[ReportReceived, ...]) -> dict[int, ReportReceived]:
    first: dict[int, ReportReceived] = {}
    for episode, report in zip(drawn.sightings.episode.tolist(), came_in, strict=True):
        if episode != NOBODY and (episode not in first or report.at < first[episode].at):
            first[episode] = report
    return first


def _opened(
    drawn: _Drawn,
    row: int,
    entry: int,
    *,
    at: datetime,
    case: str,
    report: str | None,
    draws: list[float],
) -> CaseOpened:
    episode, person = int(drawn.listings.episode[row]), int(drawn.listings.person[row])
    place = profile().places[drawn.episodes.place[episode]]
    began = int(drawn.episodes.start[episode])
    return CaseOpened(
        at=at,
        case=case,
        report=report,
        holder=coordinator(place.region),
        region=place.region,
        municipality=place.code,
        person=drawn.entries.people[entry],
        form=form_of(drawn.people, person),
        told=drawn.known.told(drawn.people, person, began, CARE),
        risk=_RISKS[int(draws[1] * len(_RISKS))],
        consents=(
            ("contact", "given"),
            ("comensha_register", "asked" if drawn.entries.nameless[entry] else "given"),
            ("shelter_place", "given" if draws[2] < 0.75 else "not_asked"),
            ("police", ("given", "refused", "not_asked")[int(draws[3] * 3)]),
        ),
    )


def _courses(
    drawn: _Drawn,
    cases: Mapping[int, CaseOpened],
    identifiers: Identifiers,
    *,
    rng: np.random.Generator,
    until: datetime,
) -> Iterator[Event]:
    draws = rng.random((len(cases), DRAWS))
    transfers = identifiers.take("t", 3 * len(cases))
    disputes = identifiers.take("d", len(cases))
    placements = identifiers.take("p", len(cases))
    for position, (row, opened) in enumerate(cases.items()):
        person = int(drawn.listings.person[row])
        start = Start(
            opened=opened,
            minor=bool(drawn.listings.day[row] - drawn.people.born[person] < ADULT_DAYS),
            foreign=profile().nationalities[drawn.people.nationality[person]].code != "NL",
            until=until,
            transfers=transfers[3 * position : 3 * position + 3],
            dispute=disputes[position],
            placement=placements[position],
        )
        yield from course(start, iter(draws[position].tolist()))


def _assessments(
    drawn: _Drawn,
    came_in: tuple[ReportReceived, ...],
    cases: Mapping[int, CaseOpened],
    draws: Floats,
) -> Iterator[ReportAssessed]:
    """What became of each report; a second report on an address joins the first."""
    opened_from = {opened.report: opened for opened in cases.values() if opened.report}
    at_address: dict[tuple[str, str], ReportReceived] = {}
    rows = sorted(range(len(came_in)), key=lambda row: came_in[row].at)
    for row in rows:
        report = came_in[row]
        earlier = at_address.setdefault((report.municipality, report.address), report)
        opened = opened_from.get(report.report)
        founded = int(drawn.sightings.episode[row]) != NOBODY
        if opened is not None:
            at, outcome, joined = opened.at - timedelta(minutes=5), "case_opened", None
        else:
            days = 1 + int(4 * float(draws[row, 0]))
            at = moment(report.at.toordinal() + days, office_hours(float(draws[row, 1])))
            joined = earlier.report if earlier is not report and draws[row, 1] < 0.7 else None
            outcome = "duplicate" if joined else _outcome(float(draws[row, 2]), founded=founded)
        case = opened.case if opened else None
        yield ReportAssessed(
            at=at, report=report.report, outcome=outcome, case=case, joined_with=joined
        )


def _outcome(draw: float, *, founded: bool) -> str:
    if not founded:
        return "not_trafficking" if draw < 0.5 else "advice_only"
    if draw < 0.35:
        return "advice_only"
    return "referred" if draw < 0.75 else "enriched"


def _links(
    drawn: _Drawn,
    came_in: tuple[ReportReceived, ...],
    cases: Mapping[int, CaseOpened],
    entered: tuple[RegisterEntered, ...],
) -> Iterator[Link]:
    number = drawn.people.number
    for episode, report in zip(drawn.sightings.episode.tolist(), came_in, strict=True):
        if episode != NOBODY:
            yield Link("report", report.report, int(number[drawn.episodes.person[episode]]))
    for row, opened in cases.items():
        yield Link("case", opened.case, int(number[drawn.listings.person[row]]))
    for listing, entry in zip(drawn.entries.listing.tolist(), entered, strict=True):
        yield Link("entry", entry.entry, int(number[drawn.listings.person[listing]]))
