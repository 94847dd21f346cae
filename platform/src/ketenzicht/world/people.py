# SPDX-License-Identifier: EUPL-1.2
"""The truth: who is exploited, how, where and when. Drawn block by block, in order of time."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ketenzicht.world.names import Names, Parts, names
from ketenzicht.world.plan import Stream, World
from ketenzicht.world.profile import Profile, profile, shares

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A block of people, a column per fact. Names and places are positions in their tables."""

    number: Ints
    form: Ints
    sub: Ints
    nationality: Ints
    woman: Flags
    born: Ints
    given: Ints
    family: Ints
    second_family: Ints
    visible: Floats
    investigated: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Episodes:
    """Periods of exploitation. `person` is the row of the block, `ordinal` counts from one."""

    person: Ints
    ordinal: Ints
    start: Ints
    end: Ints
    place: Ints
    address: Ints


def draw_people(world: World, block: range) -> tuple[People, Episodes]:
    """Draw one block of people with their episodes of exploitation."""
    rng = world.generator(Stream.PEOPLE, block)
    size = len(block)
    number = np.arange(block.start, block.stop, dtype=np.int64)
    start = _starts(world, (number + rng.random(size)) / world.people)
    people = _people(rng, number, start, first=world.exposure_begins)
    return people, _episodes(rng, people.form, start, world)


def _starts(world: World, position: Floats) -> Ints:
    """People stand in the queue in order of time, so that streams can be merged as they come."""
    span = world.today.toordinal() - world.exposure_begins
    return world.exposure_begins + (position * span).astype(np.int64)


def _people(rng: np.random.Generator, number: Ints, start: Ints, *, first: int) -> People:
    made_of, table = profile(), names()
    nature = made_of.people
    form = _main_forms(rng, (start - first) / 365.25, made_of)
    sub, nationality = _by_form(rng, form, made_of)
    woman = rng.random(len(number)) < np.array([each.women for each in made_of.forms])[form]
    born = _births(rng, start, form, made_of)
    group = np.array([table.groups.index(each.group) for each in made_of.nationalities])[
        nationality
    ]
    two = np.array([name in table.two_families for name in table.groups])[group]
    second = _pick(rng, group, woman, table, family=True)
    return People(
        number=number,
        form=form,
        sub=sub,
        nationality=nationality,
        woman=woman,
        born=born,
        given=_pick(rng, group, woman, table, family=False),
        family=_pick(rng, group, woman, table, family=True),
        second_family=np.where(two, second, -1),
        visible=nature["visible_spread"] * rng.standard_normal(len(number)),
        investigated=(rng.random(len(number)) < nature["investigated"]).astype(np.float64) * 2.0,
    )


def _main_forms(rng: np.random.Generator, years: Floats, made_of: Profile) -> Ints:
    weights = np.array([each.weight for each in made_of.forms])
    yearly = np.array([each.yearly for each in made_of.forms])
    grown = weights * np.exp(yearly * years[:, None])
    bounds = np.cumsum(grown / grown.sum(axis=1, keepdims=True), axis=1)
    return _clip((rng.random(len(years))[:, None] >= bounds).sum(axis=1), len(weights))


def _by_form(rng: np.random.Generator, form: Ints, made_of: Profile) -> tuple[Ints, Ints]:
    """Choose sub-form and nationality; the sub-form counts on through all main forms."""
    sub, nationality = np.zeros_like(form), np.zeros_like(form)
    first_draw, second_draw = rng.random((2, len(form)))
    offset = 0
    for position, each in enumerate(made_of.forms):
        mine = form == position
        sub[mine] = offset + choose(first_draw[mine], each.sub_weights)
        nationality[mine] = choose(second_draw[mine], each.nationality_weights)
        offset += len(each.sub)
    return sub, nationality


@cache
def sub_forms() -> tuple[str, ...]:
    """The codes that the column `sub` points into."""
    return tuple(code for each in profile().forms for code in each.sub)


def choose(draw: Floats, weights: Floats) -> Ints:
    """Turn uniform draws into positions with these shares."""
    return _clip(np.searchsorted(np.cumsum(weights), draw, side="right"), len(weights))


def _clip(position: NDArray[np.intp], size: int) -> Ints:
    return np.minimum(position, size - 1).astype(np.int64)


def _births(rng: np.random.Generator, start: Ints, form: Ints, made_of: Profile) -> Ints:
    minors = np.array([each.minors for each in made_of.forms])[form]
    minor = rng.random(len(start)) < minors
    young = 12.0 + 6.0 * rng.random(len(start)) ** 0.6
    grown = 18.0 + rng.gamma(2.2, 5.5, len(start))
    age = np.where(minor, young, np.minimum(grown, 75.0))
    return start - (age * 365.25).astype(np.int64)


def _pick(
    rng: np.random.Generator, group: Ints, woman: Flags, table: Names, *, family: bool
) -> Ints:
    """Pick name parts; earlier ones in a group are more common, as in life."""
    source = table.family if family else table.given
    parts: list[Parts] = [source[name, sex] for name in table.groups for sex in (False, True)]
    row = group * 2 + woman
    start = np.array([part.start for part in parts])[row]
    count = np.array([part.count for part in parts])[row]
    picked: Ints = start + (rng.random(len(group)) ** 1.4 * count).astype(np.int64)
    return picked


def _episodes(rng: np.random.Generator, form: Ints, start: Ints, world: World) -> Episodes:
    size, today, nature = len(start), world.today.toordinal(), profile().people
    weights = shares([place.weight for place in profile().places])
    first_place = choose(rng.random(size), weights)
    length = np.clip(rng.lognormal(5.2, 0.8, size), 5, 1100).astype(np.int64)
    again = rng.random(size) < nature["again"]
    second_start = start + length + 30 + rng.gamma(2.0, 90.0, size).astype(np.int64)
    again &= second_start <= today
    second_length = np.clip(rng.lognormal(4.8, 0.8, size), 5, 900).astype(np.int64)
    moved = rng.random(size) < nature["moved_when_again"]
    second_place = np.where(moved, choose(rng.random(size), weights), first_place)
    person = np.arange(size, dtype=np.int64)
    rows = np.concatenate([person, person[again]])
    place = np.concatenate([first_place, second_place[again]])
    return Episodes(
        person=rows,
        ordinal=np.concatenate([np.ones(size, np.int64), np.full(again.sum(), 2)]),
        start=np.concatenate([start, second_start[again]]),
        end=np.concatenate([start + length, (second_start + second_length)[again]]),
        place=place,
        address=_addresses(rng, place, form[rows], world),
    )


def _addresses(rng: np.random.Generator, place: Ints, form: Ints, world: World) -> Ints:
    """Several people share an address; how many there are grows with the world."""
    per_place = np.array([each.weight for each in profile().places])[place]
    addresses = 2 + (per_place * world.people / 400).astype(np.int64)
    number = (rng.random(len(place)) ** 1.5 * addresses).astype(np.int64)
    return number * len(profile().forms) + form
