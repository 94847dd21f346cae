# SPDX-License-Identifier: EUPL-1.2
"""People and organisations for tests; all made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from ketenzicht.accounts import services
from ketenzicht.accounts.models import (
    Desk,
    DeskSeat,
    Member,
    Organisation,
    RoleGrant,
    ServiceArea,
    User,
)
from ketenzicht.accounts.services import FirstAdministrator
from ketenzicht.accounts.states import Standing

SINCE = date(2026, 1, 5)


def organisation_of(name: str, kind: str) -> Organisation:
    """An active organisation, not stored yet."""
    return Organisation(
        name=name, kind=kind, standing=Standing.ACTIVE, demo=True, phone="000-0000000"
    )


def desk_of(organisation: Organisation, region: str = "") -> Desk:
    """An active desk, not stored yet."""
    return Desk(organisation=organisation, name="Voordeur", region=region, phone="000-0000000")


def member_of(organisation: Organisation, name: str) -> Member:
    """Somebody of an organisation; neither the user nor the member is stored yet."""
    slug = "".join(c for c in name.lower() if c.isalnum() or c == " ").replace(" ", ".")
    user = User(email=f"{slug}@oefenwereld.example", name=name, demo=True)
    return Member(user=user, organisation=organisation, since=SINCE)


def make_organisation(name: str, kind: str, *regions: str) -> Organisation:
    """Make an active organisation that works in these regions."""
    made = organisation_of(name, kind)
    made.save()
    for region in regions:
        ServiceArea.objects.create(organisation=made, region=region)
    return made


def make_member(organisation: Organisation, *roles: str, name: str = "") -> Member:
    """Make a member with these roles, seated at the organisation's first desk if it has one."""
    member = member_of(organisation, name or f"{organisation.name} {' '.join(roles)}")
    member.user.save()
    member.save()
    for role in roles:
        RoleGrant.objects.create(member=member, role=role, since=SINCE)
    desk = organisation.desks.first()
    if desk is not None:
        DeskSeat.objects.create(desk=desk, member=member)
    return member


def make_desk(organisation: Organisation, region: str = "") -> Desk:
    """Make an active desk."""
    desk = desk_of(organisation, region)
    desk.save()
    return desk


#: Who lets the others of a new partner in.
FIRST = (FirstAdministrator("Eerste Beheerder", "eerste@voorbeeld.example"),)


@dataclass(frozen=True)
class Partner:
    """An organisation with its desk and its members by role."""

    organisation: Organisation
    desk: Desk
    by_role: dict[str, Member] = field(default_factory=dict)

    def __getitem__(self, role: str) -> Member:
        return self.by_role[role]


@dataclass(frozen=True)
class World:
    """Two regions with the partners a walk through the chain needs."""

    shop: Partner
    moviera: Partner
    comensha: Partner
    police: Partner
    municipality: Partner
    shelter: Partner
    research: Partner
    red_cross: Partner
    law_firm: Partner

    @property
    def members(self) -> list[Member]:
        return [m for p in self.partners for m in p.by_role.values()]

    @property
    def partners(self) -> list[Partner]:
        return list(vars(self).values())


COORDINATION = ("zorgcoordinator", "administrator", "privacy_officer")
WORLD: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "shop": ("SHOP", "care_coordination", ("den_haag_hm",), COORDINATION),
    "moviera": ("Moviera", "care_coordination", ("utrecht",), COORDINATION),
    "comensha": (
        "CoMensha",
        "coordination_national",
        (),
        ("comensha_helpdesk", "registrar", "platform_administrator", "privacy_officer"),
    ),
    "police": ("Politie Den Haag", "police", ("den_haag_hm",), ("investigator",)),
    "municipality": (
        "Gemeente Zuidwoude",
        "municipality",
        ("den_haag_hm",),
        ("aandachtsfunctionaris", "ketenregisseur", "table_chair"),
    ),
    "shelter": (
        "Opvang De Haven",
        "shelter",
        ("den_haag_hm",),
        ("shelter_worker", "administrator"),
    ),
    "research": ("Bureau Cijfers", "rapporteur", (), ("analyst", "publisher")),
    "red_cross": (
        "Vrijwilligers Nabij",
        "volunteer_ngo",
        ("utrecht",),
        ("volunteer_coordinator", "volunteer"),
    ),
    "law_firm": ("Advocaten aan de Vaart", "legal", (), ("lawyer",)),
}


def make_world() -> World:
    """Make the partners of WORLD, each with a desk and one member per role."""
    partners = {key: _partner(*row) for key, row in WORLD.items()}
    _store(list(partners.values()))
    return World(**partners)


def _partner(name: str, kind: str, regions: tuple[str, ...], roles: tuple[str, ...]) -> Partner:
    organisation = organisation_of(name, kind)
    members = {role: member_of(organisation, f"{name} {role}") for role in roles}
    return Partner(organisation, desk_of(organisation, regions[0] if regions else ""), members)


def _store(partners: list[Partner]) -> None:
    """Store them a table at a time: nearly every test asks for this world."""
    Organisation.objects.bulk_create([partner.organisation for partner in partners])
    ServiceArea.objects.bulk_create(
        ServiceArea(organisation=partner.organisation, region=region)
        for partner, (_, _, regions, _) in zip(partners, WORLD.values(), strict=True)
        for region in regions
    )
    Desk.objects.bulk_create([partner.desk for partner in partners])
    grants = [(p, role, member) for p in partners for role, member in p.by_role.items()]
    User.objects.bulk_create([member.user for _, _, member in grants])
    Member.objects.bulk_create([member for _, _, member in grants])
    RoleGrant.objects.bulk_create(
        RoleGrant(member=member, role=role, since=SINCE) for _, role, member in grants
    )
    DeskSeat.objects.bulk_create(
        DeskSeat(desk=partner.desk, member=member) for partner, _, member in grants
    )


def give_access(actor: Member, partner: Organisation, now: datetime) -> Organisation:
    """Let a partner in, with somebody who is asked as its first administrator."""
    return services.approve_organisation(
        actor=actor, organisation_id=partner.pk, administrators=FIRST, now=now
    )
