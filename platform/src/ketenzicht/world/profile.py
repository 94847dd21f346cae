# SPDX-License-Identifier: EUPL-1.2
"""The make-up of the simulated world, read from its data file and held against the code lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ketenzicht import reference
from ketenzicht.reference.documents import Document, Row, parse

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Form:
    """A main form of exploitation and what goes with it."""

    code: str
    weight: float
    yearly: float
    women: float
    minors: float
    sub: tuple[str, ...]
    sub_weights: Weights
    nationality_weights: Weights


@dataclass(frozen=True, slots=True)
class Nationality:
    """A nationality with its language group and the status its people mostly have."""

    code: str
    group: str
    language: str
    status: str
    mistaken_for: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality that things happen in."""

    code: str
    region: str
    weight: float


@dataclass(frozen=True, slots=True)
class ListMaker:
    """An organisation type that lists people, and the log-odds that it lists a person."""

    code: str
    base: float
    yearly: float
    hidden: float
    investigated: float
    minor: float
    forms: Mapping[str, float]
    own_script: float


@dataclass(frozen=True, slots=True)
class Referral:
    """A person on one list is brought to another with this chance."""

    source: int
    target: int
    chance: float


@dataclass(frozen=True, slots=True)
class Reporter:
    """A kind of person who sends a report from outside, and where they see things."""

    code: str
    weight: float
    setting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything the world is made of."""

    people: Mapping[str, float]
    forms: tuple[Form, ...]
    nationalities: tuple[Nationality, ...]
    places: tuple[Place, ...]
    lists: tuple[ListMaker, ...]
    referrals: tuple[Referral, ...]
    errors: Mapping[str, float]
    reporters: tuple[Reporter, ...]
    reports: Mapping[str, float]

    @property
    def list_codes(self) -> tuple[str, ...]:
        return tuple(each.code for each in self.lists)


@cache
def profile() -> Profile:
    """The profile that comes with this package."""
    written = (files(__package__) / "data" / "profile.yaml").read_text(encoding="utf-8")
    return read_profile(parse("profile.yaml", written))


def read_profile(document: Document) -> Profile:
    """Read a profile; whatever it names must exist in the reference data."""
    nationalities = tuple(_nationality(row) for row in document.rows("nationalities"))
    lists = tuple(_list_maker(row) for row in document.rows("lists"))
    codes = {each.code: position for position, each in enumerate(lists)}
    return Profile(
        people=_rates(document, "people"),
        forms=tuple(_form(row, nationalities) for row in document.rows("forms")),
        nationalities=nationalities,
        places=_places(document),
        lists=lists,
        referrals=tuple(
            _referral(Row(f"{document.name} referrals", raw), codes)
            for raw in document.section("referrals")
        ),
        errors=_rates(document, "errors"),
        reporters=tuple(_reporter(row) for row in document.rows("reporters")),
        reports=_rates(document, "reports"),
    )


def shares(weights: Weights | list[float]) -> Weights:
    """Weights as shares that add up to one."""
    array = np.asarray(weights, dtype=np.float64)
    share: Weights = array / array.sum()
    return share


def _required(row: Row, key: str) -> float:
    number = row.number(key)
    if number is None:
        raise row.refuse(f"'{key}' is missing; give a number")
    return float(number)


def _weights(row: Row, key: str) -> dict[str, float]:
    inner = Row(f"{row.where} {key}", row.value(key) or {})
    return {name: _required(inner, name) for name in inner.raw}


def _form(row: Row, nationalities: tuple[Nationality, ...]) -> Form:
    sub = _weights(row, "sub")
    if unknown := set(sub) - reference.known("exploitation_forms"):
        raise row.refuse(f"unknown forms {', '.join(sorted(unknown))}")
    by_nationality = _weights(row, "nationality")
    if unknown := set(by_nationality) - {each.code for each in nationalities}:
        raise row.refuse(f"unknown nationalities {', '.join(sorted(unknown))}")
    return Form(
        code=row.one_of("code", reference.known("exploitation_forms")),
        weight=_required(row, "weight"),
        yearly=_required(row, "yearly"),
        women=_required(row, "women"),
        minors=_required(row, "minors"),
        sub=tuple(sub),
        sub_weights=shares(list(sub.values())),
        nationality_weights=shares([by_nationality.get(n.code, 0.0) for n in nationalities]),
    )


def _nationality(row: Row) -> Nationality:
    return Nationality(
        code=row.one_of("code", reference.known("nationalities")),
        group=row.text("group"),
        language=row.one_of("language", reference.known("languages")),
        status=row.one_of("status", reference.known("residence_status")),
        mistaken_for=row.optional_text("mistaken_for"),
    )


def _places(document: Document) -> tuple[Place, ...]:
    """Half of what happens in a region happens in its largest place."""
    regions = {row.text("code"): row for row in document.rows("regions")}
    members: dict[str, list[str]] = {region.code: [] for region in reference.regions()}
    for municipality in reference.municipalities():
        members[municipality.region].append(municipality.code)
    places = []
    for code, towns in members.items():
        weight = _required(regions[code], "weight")
        centre = regions[code].one_of("centre", frozenset(towns))
        for town in towns:
            extra = weight / 2 if town == centre else 0.0
            places.append(Place(town, code, extra + weight / 2 / len(towns)))
    return tuple(places)


def _list_maker(row: Row) -> ListMaker:
    return ListMaker(
        code=row.one_of("code", reference.known("reporter_types")),
        base=_required(row, "base"),
        yearly=_required(row, "yearly"),
        hidden=_required(row, "hidden"),
        investigated=_required(row, "investigated"),
        minor=_required(row, "minor"),
        forms=MappingProxyType(_weights(row, "forms")),
        own_script=_required(row, "own_script"),
    )


def _referral(row: Row, codes: Mapping[str, int]) -> Referral:
    known = frozenset(codes)
    return Referral(
        codes[row.one_of("from", known)],
        codes[row.one_of("to", known)],
        _required(row, "chance"),
    )


def _reporter(row: Row) -> Reporter:
    return Reporter(
        row.one_of("code", reference.known("reporter_types")),
        _required(row, "weight"),
        row.one_of("setting", reference.known("indicator_settings")),
    )


def _rates(document: Document, key: str) -> Mapping[str, float]:
    row = Row(f"{document.name} {key}", document.section(key))
    return MappingProxyType({name: _required(row, name) for name in row.raw})
