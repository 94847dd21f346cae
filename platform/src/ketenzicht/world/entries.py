# SPDX-License-Identifier: EUPL-1.2
"""Entries on the lists that feed the register: what was noticed, as it was written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from ketenzicht import reference
from ketenzicht.world.capture import Listings
from ketenzicht.world.chain import who_lists
from ketenzicht.world.circumstances import Circumstances
from ketenzicht.world.events import RecordedPerson, RegisterEntered
from ketenzicht.world.identifiers import Identifiers, moment, office_hours
from ketenzicht.world.people import Episodes, Flags, Ints, People, sub_forms
from ketenzicht.world.plan import Stream, World
from ketenzicht.world.profile import profile
from ketenzicht.world.recording import draw_mistakes, recorded, without_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The truth about entries: the listing behind each, its day, and whether it has a name."""

    listing: Ints
    day: Ints
    nameless: Flags
    people: tuple[RecordedPerson, ...]


def draw_entries(world: World, block: range, people: People, listings: Listings) -> Entries:
    """Write every listing down, some of them twice, each time with its own mistakes."""
    rng = world.generator(Stream.RECORDING, block)
    rate, today = profile().errors, world.today.toordinal()
    first = np.arange(len(listings), dtype=np.int64)
    again = first[rng.random(len(listings)) < rate["listed_twice"]]
    later = listings.day[again] + 1 + (rng.random(len(again)) * 60).astype(np.int64)
    # A second entry in another year would be a second capture, not a double.
    kept = (later <= today) & (_years(later) == _years(listings.day[again]))
    listing = np.concatenate([first, again[kept]])
    day = np.concatenate([listings.day, later[kept]])
    nameless = (rng.random(len(listing)) < rate["without_name"]) & ~_by_duty()[
        listings.maker[listing]
    ]
    rows = listings.person[listing]
    mistakes = draw_mistakes(rng, people, rows, listings.maker[listing])
    return Entries(
        listing=listing,
        day=day,
        nameless=nameless,
        people=tuple(recorded(people, rows, mistakes)),
    )


def _years(days: Ints) -> Ints:
    return np.array([date.fromordinal(day).year for day in days.tolist()], dtype=np.int64)


def _by_duty() -> Flags:
    return np.array(
        [
            bool(reference.code("reporter_types", each.code).attributes["duty_comensha"])
            for each in profile().lists
        ]
    )


def form_of(people: People, row: int) -> str:
    """The code of the form of exploitation of a row of people."""
    return sub_forms()[int(people.sub[row])]


def register_events(
    truth: tuple[People, Episodes, Listings],
    known: Circumstances,
    entries: Entries,
    case_of: Mapping[int, str],
    identifiers: Identifiers,
) -> Iterator[RegisterEntered]:
    """The entries as the register receives them; `case_of` knows the own cases of list makers.

    A second entry about the same person is typed in by itself: nobody noticed the first one.
    """
    people, episodes, listings = truth
    made_of, duty = profile(), _by_duty()
    names = identifiers.take("e", len(entries.listing))
    hours = np.modf(entries.day * 0.618)[0]
    for row, name in enumerate(names):
        listing = int(entries.listing[row])
        maker, person = int(listings.maker[listing]), int(listings.person[listing])
        began = int(episodes.start[listings.episode[listing]])
        place = made_of.places[episodes.place[listings.episode[listing]]]
        yield RegisterEntered(
            at=moment(int(entries.day[row]), office_hours(0.4 + 0.6 * float(hours[row]))),
            entry=name,
            list=made_of.lists[maker].code,
            organisation=who_lists(made_of.lists[maker].code, place.region),
            case=case_of.get(listing) if row == listing else None,
            outcome=_outcome(by_duty=bool(duty[maker]), nameless=bool(entries.nameless[row])),
            person=_as_registered(entries, row),
            form=form_of(people, person),
            told=known.told(people, person, began, made_of.lists[maker].code),
            region=place.region,
            municipality=place.code,
        )


def _as_registered(entries: Entries, row: int) -> RecordedPerson:
    written = entries.people[row]
    return without_name(written) if entries.nameless[row] else written


def _outcome(*, by_duty: bool, nameless: bool) -> str:
    if by_duty:
        return "by_duty"
    return "registered_minimal" if nameless else "registered_named"
