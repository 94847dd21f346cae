# SPDX-License-Identifier: EUPL-1.2
"""What goes with the exploitation of each made-up person, and how much of it gets known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import accumulate

from ketenzicht import reference
from ketenzicht.reference.documents import Document, Row, parse
from ketenzicht.world.events import Told
from ketenzicht.world.people import Floats, People
from ketenzicht.world.plan import Stream, World
from ketenzicht.world.profile import profile

HOME = "NL"
RECOGNISED = 0.3  # of people an organisation says that they are a victim, of others possibly
DRAWS = 24  # more than are used from both ends
SECOND_CHOICE = 0.35  # of these draws a second code goes with the first
CODED = {
    "route": "statistical_routes",
    "place": "exploitation_places",
    "sectors": "sectors",
    "means": "means",
    "recruitment": "recruitment_channels",
    "relation": "relation_to_exploiter",
    "vulnerabilities": "vulnerability_flags",
    "family": "family_along",
}
#: Without a right to stay of their own, some get one as a victim.
WITHOUT_STAY = frozenset({"undocumented", "dublin", "asylum_pending"})
AS_VICTIM = (("reflection", 0.14), ("b8_3", 0.22), ("witness", 0.24))


@dataclass(frozen=True, slots=True)
class Shares:
    """Codes with the upper bound of each in a draw between nothing and one."""

    bounds: tuple[tuple[str, float], ...]

    def at(self, draw: float) -> str:
        return next((code for code, bound in self.bounds if draw < bound), self.bounds[-1][0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Makeup:
    """How circumstances are shared out, and which share of people each is known of."""

    known: Mapping[str, float]
    at_home: Mapping[str, Shares]
    from_abroad: Mapping[str, Shares]
    forms: Mapping[str, Mapping[str, Shares]]
    of_all: Mapping[str, Shares]
    decided: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The draws of a block, a row per person: the same person is told of in the same way."""

    draws: Floats

    def told(self, people: People, row: int, began: int, maker: str) -> Told:
        """Return what a list maker knows of the exploitation of a person that began on a day."""
        made, chance = makeup(), iter(self.draws[row].tolist())
        nationality = profile().nationalities[people.nationality[row]]
        at_home = nationality.code == HOME
        by_form = made.forms[profile().forms[people.form[row]].code]
        origin = made.at_home if at_home else made.from_abroad
        recognised = next(chance) < RECOGNISED
        known = _known(made, iter(self.draws[row][::-1].tolist()))
        return Told(
            route=known("route", origin["route"].at(next(chance))),
            place=known("place", origin["place"].at(next(chance))),
            began=known("began", date.fromordinal(began).isoformat()[:7]),
            sectors=_codes(known("sectors", by_form["sectors"].at(next(chance)))),
            means=_several(known, "means", by_form["means"], next(chance)),
            recruitment=_codes(known("recruitment", by_form["recruitment"].at(next(chance)))),
            relation=_codes(known("relation", by_form["relation"].at(next(chance)))),
            vulnerabilities=_several(
                known, "vulnerabilities", made.of_all["vulnerabilities"], next(chance)
            ),
            family=known("family", made.of_all["family"].at(next(chance))),
            earlier=known("earlier", "yes" if next(chance) < 0.08 else "no"),
            second_nationality=known("second", "MA" if at_home else HOME),
            residence=_residence(nationality.status, next(chance)),
            status="recognised" if recognised else "possible",
            decided_by=made.decided[maker] if recognised else "",
        )


def draw_circumstances(world: World, block: range) -> Circumstances:
    """Draw what goes with the exploitation of a block of people."""
    rng = world.generator(Stream.CIRCUMSTANCES, block)
    return Circumstances(rng.random((len(block), DRAWS)))


@cache
def makeup() -> Makeup:
    """The make-up that comes with this package, held against the code lists."""
    name = "circumstances.yaml"
    written = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    document = parse(name, written)
    return Makeup(
        known=_numbers(document.section("known")),
        at_home=_shares(document, document.section("at_home")),
        from_abroad=_shares(document, document.section("from_abroad")),
        forms={str(row["code"]): _shares(document, row) for row in document.section("forms")},
        of_all={
            name: _shares(document, {name: document.section(name)})[name]
            for name in ("vulnerabilities", "family")
        },
        decided=dict(document.section("decided")),
    )


def _numbers(raw: Mapping[str, object]) -> dict[str, float]:
    return {name: float(str(value)) for name, value in raw.items()}


def _shares(document: Document, raw: Mapping[str, Mapping[str, object]]) -> dict[str, Shares]:
    """Read weights per code; a code that the reference data do not know is refused."""
    found = {}
    for name, weights in raw.items():
        if name == "code":
            continue
        if unknown := set(weights) - reference.known(CODED[name]):
            row = Row(f"{document.name} {name}", weights)
            raise row.refuse(f"unknown codes {', '.join(sorted(unknown))}")
        numbers = _numbers(weights)
        bounds = [bound / sum(numbers.values()) for bound in accumulate(numbers.values())]
        found[name] = Shares(tuple(zip(numbers, bounds, strict=True)))
    return found


Known = Callable[[str, str], str]


def _known(made: Makeup, chance: Iterator[float]) -> Known:
    """Tell what is known of a thing: its code, or nothing."""

    def known(name: str, code: str) -> str:
        return code if next(chance) < made.known[name] else ""

    return known


def _codes(code: str) -> tuple[str, ...]:
    return (code,) if code else ()


def _several(known: Known, name: str, shares: Shares, draw: float) -> tuple[str, ...]:
    """One code, and for some a second one."""
    first = known(name, shares.at(draw))
    if not first or draw % 0.1 > SECOND_CHOICE * 0.1:
        return _codes(first)
    return tuple(dict.fromkeys((first, shares.at((draw + 0.5) % 1.0))))


def _residence(status: str, draw: float) -> str:
    """The right to stay most people of a nationality have; some got one as a victim."""
    if status not in WITHOUT_STAY:
        return status
    return next((code for code, bound in AS_VICTIM if draw < bound), status)
