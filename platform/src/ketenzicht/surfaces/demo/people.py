# SPDX-License-Identifier: EUPL-1.2
"""Organisations and members of the practice world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ketenzicht.accounts.demo import STAGE, made_up_member, made_up_organisation
from ketenzicht.accounts.handover import Member, Organisation
from ketenzicht.world import organisations as world_organisations

HOME_REGION = "den_haag_hm"

# Who works at an organisation of each kind, so that every desk is answered.
ROLE_OF_KIND = {
    "care_coordination": "zorgcoordinator",
    "coordination_national": "comensha_helpdesk",
    "police": "investigator",
    "kmar": "investigator",
    "labour_authority": "inspector",
    "municipality": "aandachtsfunctionaris",
    "guardian": "guardian",
    "legal": "lawyer",
    "rapporteur": "administrator",
}
OTHERS = (
    ("guardian", "Voogdij"),
    ("legal", "Advocaten aan de Vaart"),
    ("volunteer_ngo", "Vrijwilligers Nabij"),
    ("rapporteur", "Bureau Cijfers"),
)

# One account per role on stage: organisation, name, roles. All names are made up.
STAGE_CAST = (
    ("care-den_haag_hm", "Sanne Verhulst", ("zorgcoordinator",)),
    ("care-den_haag_hm", "Bram Oosterwijk", ("administrator",)),
    ("care-den_haag_hm", "Nadia Kessels", ("privacy_officer",)),
    ("care-utrecht", "Joost van Rietveld", ("zorgcoordinator",)),
    ("shelter-den_haag_hm", "Mirjam Talens", ("shelter_worker",)),
    ("mun-den_haag", "Karel Duinker", ("ketenregisseur",)),
    ("mun-den_haag", "Farida Ayoubi", ("aandachtsfunctionaris",)),
    ("mun-den_haag", "Hester Wijnants", ("table_chair",)),
    ("police-DH", "Roel Stevens", ("investigator",)),
    ("nla", "Petra Lammers", ("inspector",)),
    ("national", "Ilse Brandsma", ("comensha_helpdesk",)),
    ("national", "Tom Rademaker", ("registrar",)),
    ("national", "Wendy Huizer", ("platform_administrator",)),
    ("Voogdij", "Anneke Slot", ("guardian",)),
    ("Advocaten aan de Vaart", "Mr. Daan Ophof", ("lawyer",)),
    ("Vrijwilligers Nabij", "Ravi Soekhlal", ("volunteer_coordinator",)),
    ("Vrijwilligers Nabij", "Marijke de Groene", ("volunteer",)),
    ("Bureau Cijfers", "Lotte Akkerman", ("analyst",)),
    ("Bureau Cijfers", "Peter Hofland", ("publisher",)),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts for which organisation of the practice world."""

    organisations: dict[str, Organisation]
    workers: dict[str, Member]
    stage: dict[tuple[str, str], Member]

    def on_stage(self, organisation: str, role: str) -> Member:
        """Return the account a visitor can step into."""
        return self.stage[organisation, role]


def make_cast(municipalities: Iterable[str], since: date) -> Cast:
    """Make every organisation with a desk, somebody who answers there, and the stage."""
    wanted = set(municipalities) | {"den_haag"}
    organisations: dict[str, Organisation] = {}
    for plan in world_organisations():
        if plan.municipality is None or plan.municipality in wanted:
            organisations[plan.code] = _organisation(
                plan.nl.removesuffix(" (demo)"), plan.type, plan.region
            )
    for kind, name in OTHERS:
        organisations[name] = _organisation(name, kind, None)
    workers = {code: _worker(code, made, since) for code, made in organisations.items()}
    stage = {
        (code, roles[0]): made_up_member(organisations[code], name, roles, since, STAGE)
        for code, name, roles in STAGE_CAST
    }
    return Cast(organisations, workers, stage)


def _organisation(name: str, kind: str, region: str | None) -> Organisation:
    area = HOME_REGION if region is None and kind == "municipality" else region
    return made_up_organisation(name, kind, area=area, desk_region=region or "")


def _worker(code: str, organisation: Organisation, since: date) -> Member:
    role = ROLE_OF_KIND.get(organisation.kind, "shelter_worker")
    return made_up_member(
        organisation, f"Medewerker {organisation.name}", (role,), since, "achtergrond"
    )
