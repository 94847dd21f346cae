# SPDX-License-Identifier: EUPL-1.2
"""The truth about lists: which organisation lists whom, when, and who was brought by another.

People differ in how visible they are, investigations tie lists together, one list refers to the
next, and each list has its own trend: everything that makes counting by overlap hard.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ketenzicht.world.people import Episodes, Flags, Floats, Ints, People
from ketenzicht.world.plan import Stream, World
from ketenzicht.world.profile import Profile, profile

AFTERMATH_DAYS = 30
ADULT_DAYS = int(18 * 365.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """That an organisation noticed somebody: rows of people and episodes, list and day."""

    person: Ints
    episode: Ints
    maker: Ints
    day: Ints
    referred: Flags

    def __len__(self) -> int:
        return len(self.person)


def draw_listings(world: World, block: range, people: People, episodes: Episodes) -> Listings:
    """Draw who lists whom during and shortly after each episode."""
    rng = world.generator(Stream.CAPTURE, block)
    made_of = profile()
    chance = _chances(people, episodes, made_of, first_year=world.first_day.year)
    shape = chance.shape
    noticed = rng.random(shape) < chance
    window = (episodes.end - episodes.start + 15)[:, None]
    day = episodes.start[:, None] + (rng.random(shape) * window).astype(np.int64)
    referred = np.zeros(shape, dtype=np.bool_)
    last = episodes.end + AFTERMATH_DAYS
    for referral in made_of.referrals:
        goes, lag = rng.random((2, shape[0]))
        arrival = day[:, referral.source] + 1 + (lag * 30).astype(np.int64)
        new = noticed[:, referral.source] & ~noticed[:, referral.target]
        new &= (goes < referral.chance) & (arrival <= last)
        noticed[new, referral.target] = referred[new, referral.target] = True
        day[new, referral.target] = arrival[new]
    noticed &= (day >= world.first_day.toordinal()) & (day <= world.today.toordinal())
    episode, maker = np.nonzero(noticed)
    return Listings(
        person=episodes.person[episode],
        episode=episode.astype(np.int64),
        maker=maker.astype(np.int64),
        day=day[noticed],
        referred=referred[noticed],
    )


def _chances(people: People, episodes: Episodes, made_of: Profile, *, first_year: int) -> Floats:
    """The chance of each episode to be noticed by each list."""
    who = episodes.person
    lists = made_of.lists
    years = (episodes.start - _new_year(first_year)) / 365.25
    by_form = np.array([[each.forms.get(f.code, 0.0) for each in lists] for f in made_of.forms])
    minor = (episodes.start - people.born[who]) < ADULT_DAYS
    odds = (
        np.array([each.base for each in lists])
        + np.outer(years, [each.yearly for each in lists])
        + np.outer(people.visible[who], [each.hidden for each in lists])
        + np.outer(people.investigated[who], [each.investigated for each in lists])
        + np.outer(minor, [each.minor for each in lists])
        + by_form[people.form[who]]
    )
    chance: Floats = 1.0 / (1.0 + np.exp(-odds))
    return chance


def _new_year(year: int) -> int:
    return date(year, 1, 1).toordinal()
