# SPDX-License-Identifier: EUPL-1.2
"""Which roles there are and where. Roles are codes of `reference.roles()` plus platform roles.

What a role may do is said by each app, in the shares of its declaration.

Need to know: nobody carries a permission "just in case". A permission opens a kind of page;
which rows stand on it is decided per case by grants.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ketenzicht import reference
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.states import Power
from ketenzicht.core.clock import today
from ketenzicht.core.declaration import declared
from ketenzicht.core.errors import Sentence
from ketenzicht.core.permissions import Permission

OWN: frozenset[Permission] = frozenset({AccountPermission.ACCOUNT_OWN})

# Roles of the platform itself, beside those of the chain.
PLATFORM_LABELS = {
    "registrar": _("Registrar"),
    "privacy_officer": _("Privacy officer"),
    "administrator": _("Administrator of the organisation"),
    "platform_administrator": _("Administrator of the platform"),
    "publisher": _("Publisher of figures"),
}


@cache
def role_permissions() -> Mapping[str, frozenset[Permission]]:
    """Return every role with what the apps give it."""
    shares = [app.shares for app in declared().values()]
    return {
        role: frozenset[Permission]().union(*(share.get(role, ()) for share in shares))
        for role in (*(code.code for code in reference.roles()), *PLATFORM_LABELS)
    }


# At which kinds of organisation a role exists (codes of `organisation_types`); a role that is not
# named here exists everywhere. An administrator gives roles of the own kind only, and a role that
# an organisation may not have allows nothing, however it came there.
_NATIONAL = frozenset({"coordination_national"})
_COUNTING = _NATIONAL | {"rapporteur"}
_MUNICIPAL = frozenset({"municipality", "zvh"})
_CARING = frozenset(
    {
        "care_coordination",
        "coordination_national",
        "faith_ngo",
        "foreign_partner",
        "guardian",
        "health",
        "labour_ngo",
        "reception",
        "shelter",
        "veilig_thuis",
        "victim_support",
        "volunteer_ngo",
        "youth_care",
        "youth_protection",
    }
)
KINDS_OF_ROLE: dict[str, frozenset[str]] = {
    "aandachtsfunctionaris": _MUNICIPAL,
    "analyst": _COUNTING,
    "client": frozenset(),  # nobody works as the person an organisation helps
    "comensha_helpdesk": _NATIONAL,
    "guardian": frozenset({"guardian"}),
    "inspector": frozenset({"labour_authority"}),
    "investigator": frozenset({"kmar", "police"}),
    "ketenregisseur": _MUNICIPAL | {"riec"},
    "lawyer": frozenset({"legal"}),
    "platform_administrator": _NATIONAL,
    "publisher": _COUNTING,
    "registrar": _NATIONAL,
    "shelter_worker": _CARING,
    "table_chair": _MUNICIPAL,
    "volunteer": frozenset({"faith_ngo", "volunteer_ngo"}),
    "volunteer_coordinator": frozenset({"faith_ngo", "volunteer_ngo"}),
    "zorgcoordinator": frozenset({"care_coordination", "coordination_national"}),
}


def exists_at(role: str, kind: str) -> bool:
    """Tell whether a role exists at organisations of this kind."""
    return role in role_permissions() and kind in KINDS_OF_ROLE.get(role, {kind})


def permissions_of(roles: frozenset[str], kind: str) -> frozenset[Permission]:
    """Return what these roles allow at an organisation of a kind; strange roles allow nothing."""
    held = [role_permissions()[role] for role in roles if exists_at(role, kind)]
    return OWN.union(*held) if roles else frozenset()


def carriers(permission: Permission) -> dict[str, frozenset[str] | None]:
    """Return the roles with this permission, each with the kinds where it exists (None: all)."""
    roles = [role for role, held in role_permissions().items() if permission in OWN | held]
    return {role: KINDS_OF_ROLE.get(role) for role in roles}


@cache
def housekeeping() -> frozenset[Permission]:
    """Return what keeps an organisation running.

    Who has nothing else cannot answer what arrives at a desk.
    """
    return frozenset[Permission]().union(*(app.housekeeping for app in declared().values()))


# Roles that meet no case, report or entry; some see counts. For these the codes of an app are
# enough as second factor; every other role signs in with a passkey, which nobody gives away.
APP_CODES_SUFFICE = frozenset({"analyst", "client", "publisher", "volunteer"})

# Roles that one administrator gives alone: they meet no case, decide nothing with two, and make
# nobody who does. Every other role, a new one as well, is confirmed by a second human.
GIVEN_BY_ONE = APP_CODES_SUFFICE - {"publisher"}


def needs_passkey(roles: frozenset[str]) -> bool:
    """Tell whether one of these roles asks for a passkey; a role nobody listed does."""
    return bool(roles - APP_CODES_SUFFICE)


# Powers that are given to a person for a time, and what they decide.
MANDATES: tuple[tuple[str, Sentence], ...] = (
    (Power.PAYER_DISPUTE, _("Decide who pays for now when municipalities disagree")),
    (Power.FALLBACK, _("Decide who takes a case that came back twice")),
    (Power.RELEASE, _("Release figures to the public")),
)


def role_label(role: str, language: str) -> str:
    """Return the role in the reader's language."""
    if role in PLATFORM_LABELS:
        with override(language):
            return str(PLATFORM_LABELS[role])
    return reference.code("chain_roles", role, by=today()).label(language)
