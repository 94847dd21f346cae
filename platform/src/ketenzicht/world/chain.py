# SPDX-License-Identifier: EUPL-1.2
"""The organisations of the simulated chain. Their names are those of tasks, not of real bodies."""

from dataclasses import dataclass
from functools import cache

from ketenzicht import reference
from ketenzicht.world.profile import profile

NATIONAL = {
    "nla": ("labour_authority", "Arbeidsinspectie (demo)", "Labour authority (demo)"),
    "kmar": ("kmar", "Marechaussee (demo)", "Border police (demo)"),
    "fairwork": ("labour_ngo", "Arbeidsrechten (demo)", "Labour rights (demo)"),
    "coa": ("reception", "Asielopvang (demo)", "Asylum reception (demo)"),
    "national": (
        "coordination_national",
        "Landelijke coördinatie (demo)",
        "National centre (demo)",
    ),
}
REGIONAL = {
    "care": ("care_coordination", "Zorgcoördinatie", "Care coordination"),
    "shelter": ("shelter", "Opvang", "Shelter"),
    "youth": ("youth_care", "Jeugdhulp", "Youth care"),
}
_LISTED_BY = {"care_coordination": "care", "shelter": "shelter", "youth_care": "youth"}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the demo world; without a region it works everywhere."""

    code: str
    type: str
    nl: str
    en: str
    region: str | None = None
    municipality: str | None = None


@cache
def organisations() -> tuple[Organisation, ...]:
    """Everybody who may send, receive or list in the simulated world."""
    regional = [
        Organisation(
            f"{code}-{region.code}", kind, f"{nl} {region.nl}", f"{en} {region.en}", region.code
        )
        for region in reference.regions()
        for code, (kind, nl, en) in REGIONAL.items()
    ]
    police = [
        Organisation(f"police-{unit.code}", "police", f"Politie {unit.nl}", f"Police {unit.en}")
        for unit in reference.codes("police_units")
    ]
    municipal = [
        Organisation(
            f"mun-{m.code}",
            "municipality",
            f"Gemeente {m.nl}",
            f"Municipality {m.en}",
            m.region,
            m.code,
        )
        for m in reference.municipalities()
    ]
    national = [Organisation(code, *rest) for code, rest in NATIONAL.items()]
    return (*national, *police, *regional, *municipal)


@cache
def _police_units() -> dict[str, str]:
    return {region.code: region.police_unit for region in reference.regions()}


def who_lists(maker: str, region: str) -> str:
    """The organisation behind a list in a region."""
    if maker in _LISTED_BY:
        return f"{_LISTED_BY[maker]}-{region}"
    return f"police-{_police_units()[region]}" if maker == "police" else maker


def coordinator(region: str) -> str:
    """The care coordination of a region."""
    return f"care-{region}"


@cache
def other_regions(region: str) -> tuple[str, ...]:
    """All other regions, in order of the profile."""
    return tuple(dict.fromkeys(p.region for p in profile().places if p.region != region))
