# SPDX-License-Identifier: EUPL-1.2
"""How organisations write people down: other spellings, swapped names, half dates, mistakes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ketenzicht.world.events import RecordedPerson
from ketenzicht.world.names import OWN_SCRIPT, PASSPORT, Names, names
from ketenzicht.world.people import Flags, Ints, People, choose
from ketenzicht.world.profile import Nationality, profile

_NEXT_KEYS = {
    "a": "s",
    "e": "r",
    "i": "o",
    "o": "p",
    "n": "m",
    "s": "d",
    "t": "r",
    "v": "b",
    "k": "l",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """What goes wrong in each entry, drawn for a whole block at once."""

    given_spelling: Ints
    family_spelling: Ints
    short_form: Flags
    swapped: Flags
    typing: Flags
    position: NDArray[np.float64]
    family_missing: Flags
    birth: Ints
    nationality: Flags
    sex_missing: Flags


class BirthMistake(StrEnum):
    """What can be wrong with a date of birth; the values are names of rates in the profile."""

    NONE = "none"
    DAY_MONTH = "day_month"
    FIRST_JANUARY = "first_january"
    YEAR_NEAR = "year_near"
    MISSING = "year_missing"


_BIRTH_MISTAKES = tuple(BirthMistake)


def draw_mistakes(rng: np.random.Generator, people: People, rows: Ints, maker: Ints) -> Mistakes:
    """Draw the mistakes for entries about these rows of people by these lists."""
    made_of, table = profile(), names()
    rate, size = made_of.errors, len(rows)
    own_script = rng.random(size) < np.array([each.own_script for each in made_of.lists])[maker]
    spelling = [
        _spellings(rng, table, part[rows], own_script) for part in (people.given, people.family)
    ]
    groups = [each.group in table.family_first for each in made_of.nationalities]
    swaps = np.where(
        np.array(groups)[people.nationality[rows]],
        rate["swapped_at_home_family_first"],
        rate["swapped_order"],
    )
    kinds = [rate[each] for each in BirthMistake if each is not BirthMistake.NONE]
    return Mistakes(
        given_spelling=spelling[0],
        family_spelling=spelling[1],
        short_form=(rng.random(size) < rate["short_form"]) & ~own_script,
        swapped=rng.random(size) < swaps,
        typing=(rng.random(size) < rate["typing"]) & ~own_script,
        position=rng.random(size),
        family_missing=rng.random(size) < rate["family_missing"],
        birth=choose(rng.random(size), np.array([1.0 - sum(kinds), *kinds])),
        nationality=rng.random(size) < rate["nationality"],
        sex_missing=rng.random(size) < rate["sex_missing"],
    )


def _spellings(rng: np.random.Generator, table: Names, part: Ints, own_script: Flags) -> Ints:
    """Mostly the passport's spelling, else another one; some lists keep the own script."""
    others = np.maximum(table.counts[part] - 2, 0)
    different = (rng.random(len(part)) < profile().errors["other_spelling"]) & (others > 0)
    chosen = PASSPORT + 1 + (rng.random(len(part)) * others).astype(np.int64)
    latin = np.where(different, chosen, PASSPORT)
    return np.where(own_script, OWN_SCRIPT, latin)


def recorded(people: People, rows: Ints, mistakes: Mistakes) -> Iterator[RecordedPerson]:
    """Write down each row with its mistakes."""
    table, made_of = names(), profile()
    for entry, row in enumerate(rows.tolist()):
        nationality = made_of.nationalities[people.nationality[row]]
        given, family = _name(people, row, entry, mistakes, table)
        yield RecordedPerson(
            given=given,
            family=family,
            birth=_birth(int(people.born[row]), mistakes, entry),
            sex=_sex(people, row, missing=bool(mistakes.sex_missing[entry])),
            nationality=_nationality(nationality, entry, mistakes),
            language=nationality.language,
        )


def without_name(person: RecordedPerson) -> RecordedPerson:
    """What a registration without a name keeps: the year of birth and little else."""
    return replace(person, given="", family="", birth=person.birth[:4])


def _name(people: People, row: int, entry: int, wrong: Mistakes, table: Names) -> tuple[str, str]:
    given_part, family_part = people.given[row], people.family[row]
    given = str(table.spellings[given_part, wrong.given_spelling[entry]])
    if wrong.short_form[entry]:
        given = str(table.short[given_part])
    family = str(table.spellings[family_part, wrong.family_spelling[entry]])
    second = int(people.second_family[row])
    if second >= 0 and wrong.position[entry] < 0.6:
        family = f"{family} {table.spellings[second, PASSPORT]}"
    if wrong.typing[entry]:
        family = mistyped(family, float(wrong.position[entry]))
    if wrong.family_missing[entry]:
        family = ""
    return (family, given) if wrong.swapped[entry] else (given, family)


def mistyped(name: str, where: float) -> str:
    """One slip of the finger: a letter left out, doubled, swapped with the next, or beside it.

    >>> mistyped("Bakker", 0.5)
    'Bakkker'
    """
    if len(name) < 3:
        return name
    kind, at = int(where * 4), 1 + int(where * 997) % (len(name) - 2)
    match kind:
        case 0:
            return name[:at] + name[at + 1 :]
        case 1:
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        case 2:
            return name[:at] + name[at] + name[at:]
        case _:
            return name[:at] + _NEXT_KEYS.get(name[at], name[at]) + name[at + 1 :]


def _birth(born: int, wrong: Mistakes, entry: int) -> str:
    day = date.fromordinal(born)
    match _BIRTH_MISTAKES[wrong.birth[entry]]:
        case BirthMistake.DAY_MONTH if day.day <= 12:
            return date(day.year, day.day, day.month).isoformat()
        case BirthMistake.FIRST_JANUARY:
            return date(day.year, 1, 1).isoformat()
        case BirthMistake.YEAR_NEAR:
            year = day.year + (1 if wrong.position[entry] < 0.5 else -1)
            return date(year, day.month, min(day.day, 28)).isoformat()
        case BirthMistake.MISSING:
            return ""
        case _:
            return day.isoformat()


def _sex(people: People, row: int, *, missing: bool) -> str:
    if missing:
        return "u"
    return "f" if people.woman[row] else "m"


def _nationality(known: Nationality, entry: int, wrong: Mistakes) -> str:
    if wrong.nationality[entry] and known.mistaken_for:
        return known.mistaken_for
    return known.code
