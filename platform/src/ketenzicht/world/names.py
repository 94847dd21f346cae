# SPDX-License-Identifier: EUPL-1.2
"""Names of nobody in particular: common parts per language group, in all their spellings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ketenzicht.reference.documents import MalformedReferenceError, Row, parse
from ketenzicht.world.transliterate import romanise, without_accents

OWN_SCRIPT, PASSPORT = 0, 1
_SHORTENED = {"van den ": "vd ", "van der ": "v.d. ", "van de ": "v.d. ", "van ": "v. ", "de ": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: own script, passport, other spellings, and a short form."""

    spellings: tuple[str, ...]
    short: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of one group and kind stand in the table of all parts."""

    start: int
    count: int


@dataclass(frozen=True, slots=True)
class Names:
    """All name parts as one table, so that a million names are chosen by index."""

    groups: tuple[str, ...]
    spellings: NDArray[np.object_]
    counts: NDArray[np.int64]
    short: NDArray[np.object_]
    given: Mapping[tuple[str, bool], Parts]
    family: Mapping[tuple[str, bool], Parts]
    two_families: frozenset[str]
    family_first: frozenset[str]


@cache
def names() -> Names:
    """The name parts that come with this package."""
    written = (files(__package__) / "data" / "names.yaml").read_text(encoding="utf-8")
    return _table(parse("names.yaml", written).section("groups"))


def _table(groups: Mapping[str, Any]) -> Names:
    parts: list[Part] = []
    given: dict[tuple[str, bool], Parts] = {}
    family: dict[tuple[str, bool], Parts] = {}
    rows = {name: Row(f"names.yaml {name}", raw) for name, raw in groups.items()}
    for name, row in rows.items():
        for woman in (True, False):
            kind = "female" if woman else "male"
            given[name, woman] = _append(parts, _given(row, kind))
            family[name, woman] = _append(parts, _families(row, woman=woman))
    widest = max(len(part.spellings) for part in parts)
    padded = [
        part.spellings + part.spellings[-1:] * (widest - len(part.spellings)) for part in parts
    ]
    return Names(
        groups=tuple(groups),
        spellings=np.array(padded, dtype=object),
        counts=np.array([len(part.spellings) for part in parts]),
        short=np.array([part.short for part in parts], dtype=object),
        given=given,
        family=family,
        two_families=frozenset(name for name, row in rows.items() if row.flag("two_families")),
        family_first=frozenset(name for name, row in rows.items() if row.flag("family_first")),
    )


def _append(parts: list[Part], more: list[Part]) -> Parts:
    start = len(parts)
    parts += more
    return Parts(start, len(more))


def _given(row: Row, kind: str) -> list[Part]:
    return [_part(written, row.texts("schemes")) for written in row.texts(kind)]


def _families(row: Row, *, woman: bool) -> list[Part]:
    if row.value("family") == "father":
        return _given(row, "male")
    schemes = row.texts("schemes")
    endings: Mapping[str, str] = (row.value("feminine") or {}) if woman else {}
    return [_part(_feminine(written, endings), schemes) for written in row.texts("family")]


def _feminine(written: str, endings: Mapping[str, str]) -> str:
    for masculine, feminine in endings.items():
        if written.endswith(masculine):
            return written.removesuffix(masculine) + feminine
    return written


def _part(written: str, schemes: tuple[str, ...]) -> Part:
    full, _, nickname = (piece.strip() for piece in written.partition("~"))
    first, *others = (spelling.strip() for spelling in full.split(" / "))
    spell = _speller(schemes)
    spellings = dict.fromkeys([*spell(first), *others, *map(without_accents, others)])
    unique = tuple(spellings)
    if schemes[0] == "latin":
        unique = (first, *unique)
    return Part(unique, spell(nickname)[-1] if nickname else unique[PASSPORT])


def _speller(schemes: tuple[str, ...]) -> Callable[[str], list[str]]:
    match schemes[0]:
        case "latin":
            return lambda name: [name, without_accents(name), *_particles(name)]
        case "given":
            return lambda name: [name]
        case _:
            return lambda name: [name, *(romanise(name, scheme) for scheme in schemes)]


def _particles(name: str) -> list[str]:
    """Other ways to write a Dutch family name with a particle."""
    for particle, shortened in _SHORTENED.items():
        if name.startswith(particle):
            bare = name.removeprefix(particle)
            return [shortened + bare, bare, f"{bare}, {particle.strip()}", name.title()]
    return []


def check(table: Names) -> None:
    """Every part needs a passport spelling in Latin letters."""
    for passport in table.spellings[:, PASSPORT]:
        if not without_accents(passport).isascii():
            raise MalformedReferenceError(f"names.yaml: '{passport}' is not in Latin letters")
