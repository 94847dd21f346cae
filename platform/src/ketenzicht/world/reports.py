# SPDX-License-Identifier: EUPL-1.2
"""Reports from outside: who sees something, which signs they tick, and what they write."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ketenzicht import reference
from ketenzicht.world.capture import ADULT_DAYS
from ketenzicht.world.events import ReportReceived
from ketenzicht.world.identifiers import Identifiers, moment
from ketenzicht.world.people import Episodes, Flags, Floats, Ints, People, choose, sub_forms
from ketenzicht.world.plan import Stream, World
from ketenzicht.world.profile import profile, shares

NOBODY = -1
_DRAWS = 12
_STREETS = (
    "Proefweg", "Voorbeeldstraat", "Demolaan", "Maquettekade", "Decorplein", "Schetspad",
    "Fictiedreef", "Oefenhof", "Modelsingel", "Verzinselgracht", "Kartonstraat", "Papierweg",
)  # fmt: skip
_WORDS = {
    "public": (
        "Ik zie elke dag hetzelfde busje. De mensen praten met niemand.",
        "In de loods naast ons branden 's nachts lampen. Er slapen mensen.",
    ),
    "school": (
        "Een leerling is vaak weg en heeft ineens dure kleren. Ik maak me zorgen.",
        "Er staan oudere jongens bij het hek. Een leerling durft niet naar buiten.",
    ),
    "hotel": (
        "Op één kamer komen veel korte bezoeken. Een man heeft de sleutel.",
        "Een jonge gast komt de kamer niet uit. Een ander betaalt elke nacht contant.",
    ),
    "asylum_reception": (
        "Een bewoner is steeds dagen weg en komt uitgeput terug.",
        "Iemand belt de hele dag en bepaalt wat zij doet.",
    ),
    "care": (
        "Mijn patiënt heeft blauwe plekken en een ander doet het woord.",
        "Zij mocht pas na weken naar de dokter van haar baas.",
    ),
    "municipal_desk": (
        "Steeds dezelfde man komt met nieuwe mensen om ze in te schrijven.",
        "Acht mensen op één adres en dezelfde werkgever.",
    ),
    "online": (
        "Ik weet niet of dit de goede plek is. Ik kan niet weg.",
        "Hetzelfde nummer staat bij verschillende advertenties.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """The truth behind the reports: which episode each is about, or NOBODY."""

    episode: Ints
    day: Ints
    place: Ints
    address: Ints
    form: Ints
    minor: Flags
    draws: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.day)


def draw_sightings(world: World, block: range, people: People, episodes: Episodes) -> Sightings:
    """Draw what is seen and reported, and what is reported but was something else."""
    rng = world.generator(Stream.REPORTS, block)
    rates, size = profile().reports, len(episodes.person)
    about = np.repeat(np.arange(size), rng.poisson(rates["per_person"], size))
    unfounded = rng.poisson(rates["unfounded"] * rates["per_person"] * size)
    elsewhere = rng.integers(0, size, unfounded)
    rows = np.concatenate([about, elsewhere])
    length = (episodes.end - episodes.start)[rows]
    day = episodes.start[rows] + (rng.random(len(rows)) * length).astype(np.int64)
    founded = np.arange(len(rows)) < len(about)
    moved = choose(rng.random(len(rows)), shares([place.weight for place in profile().places]))
    who = episodes.person[rows]
    seen = (day >= world.first_day.toordinal()) & (day <= world.today.toordinal())
    return Sightings(
        episode=np.where(founded, rows, NOBODY)[seen],
        day=day[seen],
        place=np.where(founded, episodes.place[rows], moved)[seen],
        address=np.where(founded, episodes.address[rows], day % 97)[seen],
        form=people.sub[who][seen],
        minor=(day - people.born[who] < ADULT_DAYS)[seen],
        draws=rng.random((int(seen.sum()), _DRAWS)),
    )


def reports(sightings: Sightings, identifiers: Identifiers) -> Iterator[ReportReceived]:
    """Write the reports down as they come in."""
    made_of = profile()
    names = identifiers.take("r", len(sightings))
    reporters = choose(sightings.draws[:, 0], shares([each.weight for each in made_of.reporters]))
    forms = sub_forms()
    for row, name in enumerate(names):
        draws = sightings.draws[row]
        reporter = made_of.reporters[reporters[row]]
        place = made_of.places[sightings.place[row]]
        form, minor = forms[sightings.form[row]], bool(sightings.minor[row])
        founded = int(sightings.episode[row]) != NOBODY
        fitting = _fitting(form, reporter.setting, minor=minor, founded=founded)
        signs = _signs(fitting, draws, founded=founded)
        subject = _subject(form, reporter.code, reporter.setting, draws[1])
        yield ReportReceived(
            at=moment(int(sightings.day[row]), float(draws[2])),
            report=name,
            reporter_type=reporter.code,
            subject=subject,
            setting=reporter.setting,
            region=place.region,
            municipality=place.code,
            address=_address(place.code, int(sightings.address[row])),
            signs=signs,
            urgency=_urgency(signs, float(draws[3]), minor=minor),
            about_minor=minor and founded,
            with_contact=reporter.code != "anonymous" and bool(draws[4] < 0.7),
            words=_words(reporter.setting, float(draws[5])),
        )


def _subject(form: str, reporter: str, setting: str, draw: float) -> str:
    if reporter == "self":
        return "person_known"
    if draw < profile().reports["about_place"]:
        return "place"
    if setting == "online":
        return "online"
    if form.startswith("labour"):
        return "company" if draw < 0.7 else "vehicle"
    return "person_known" if draw < 0.75 else "person_unknown"


def _signs(fitting: tuple[str, ...], draws: Floats, *, founded: bool) -> tuple[str, ...]:
    """The signs somebody ticks out of those that fit, a few at a time."""
    count = min(len(fitting), 2 + int(draws[6] * 4) if founded else 1)
    step = 1 + int(draws[8] * (len(fitting) - 1))
    while np.gcd(step, len(fitting)) != 1:  # so that stepping round meets every sign once
        step += 1
    first = int(draws[7] * len(fitting))
    return tuple(sorted(fitting[(first + i * step) % len(fitting)] for i in range(count)))


@cache
def _fitting(form: str, setting: str, *, minor: bool, founded: bool) -> tuple[str, ...]:
    parent = reference.code("exploitation_forms", form).parent or form
    age = "children" if minor else "adults"
    fitting = [
        sign.code
        for sign in reference.indicators()
        if setting in sign.settings
        and age in sign.applies_to
        and (sign.points_to(form) or sign.points_to(parent))
        and (founded or sign.strength == "weak")
    ]
    return tuple(fitting) or ("SIG-020",)


@cache
def _urgent() -> frozenset[str]:
    return frozenset(sign.code for sign in reference.indicators() if sign.urgent)


def _urgency(signs: tuple[str, ...], draw: float, *, minor: bool) -> str:
    if not _urgent().isdisjoint(signs):
        return "u1_now" if draw < 0.4 else "u2_today"
    if minor:
        return "u2_today" if draw < 0.6 else "u3_days"
    return "u3_days" if draw < 0.7 else "u4_info"


def _address(place: str, address: int) -> str:
    """A made-up address; the same number in the same place is always the same door."""
    turned = address + sum(place.encode())
    return f"{_STREETS[turned % len(_STREETS)]} {1 + address // len(_STREETS)}"


def _words(setting: str, draw: float) -> str:
    choices = _WORDS[setting]
    return choices[int(draw * len(choices))]
