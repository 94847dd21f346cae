# SPDX-License-Identifier: EUPL-1.2
"""Which role carries which permission. Roles are codes of `reference.roles()` plus platform roles.

Need to know: nobody carries a permission "just in case". A permission opens a kind of page;
which rows stand on it is decided per case by grants.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ketenzicht import reference
from ketenzicht.core.permissions import Permission as P

OWN = frozenset({P.ACCOUNT_OWN})
CARE = frozenset({P.CASE_READ, P.CASE_WRITE, P.STALL_READ})
COORDINATION = CARE | {
    P.CASE_BREAK_GLASS,
    P.CASE_CLOSE,
    P.CASE_GRANT,
    P.CASE_HAND_OVER,
    P.CASE_IDENTITY,
    P.CASE_OPEN,
    P.REGISTER_ENTER,
    P.REPORT_READ,
    P.REPORT_TRIAGE,
    P.REPORTER_REVEAL,
}
INVESTIGATION = frozenset(
    {P.CASE_READ, P.REGISTER_DUTY, P.REGISTER_ENTER, P.REPORT_READ, P.REPORT_TRIAGE}
)
# Whoever may be asked to hold a case can also share, close and register it.
HOLDING = CARE | {
    P.CASE_CLOSE,
    P.CASE_GRANT,
    P.CASE_HAND_OVER,
    P.CASE_IDENTITY,
    P.REGISTER_ENTER,
}
FIGURES = frozenset({P.ESTIMATE_READ})

ROLE_PERMISSIONS: dict[str, frozenset[P]] = {
    "zorgcoordinator": COORDINATION,
    "ketenregisseur": frozenset({P.STALL_READ}) | FIGURES,
    "aandachtsfunctionaris": CARE | {P.REPORT_READ, P.REPORT_TRIAGE},
    "comensha_helpdesk": COORDINATION,
    "investigator": INVESTIGATION,
    "inspector": INVESTIGATION,
    "shelter_worker": HOLDING,
    "guardian": HOLDING,
    "lawyer": frozenset({P.CASE_READ}),
    "volunteer": frozenset(),
    "volunteer_coordinator": frozenset({P.CASE_READ}),
    "table_chair": frozenset({P.STALL_READ}) | FIGURES,
    "analyst": frozenset({P.ESTIMATE_READ, P.ESTIMATE_RUN, P.RELEASE_PREPARE}),
    "client": frozenset(),
    "registrar": frozenset({P.REGISTER_ENTER, P.REGISTER_MERGE, P.REGISTER_READ}) | FIGURES,
    "privacy_officer": frozenset({P.AUDIT_READ, P.BREAKGLASS_REVIEW}),
    "administrator": frozenset({P.DESK_MANAGE, P.MEMBER_MANAGE, P.ORGANISATION_PROPOSE}),
    "platform_administrator": frozenset({P.ORGANISATION_APPROVE, P.ORGANISATION_PROPOSE}),
    "publisher": frozenset({P.ESTIMATE_READ, P.RELEASE_APPROVE, P.RELEASE_PREPARE}),
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
    return role in ROLE_PERMISSIONS and kind in KINDS_OF_ROLE.get(role, {kind})


def permissions_of(roles: frozenset[str], kind: str) -> frozenset[P]:
    """Return what these roles allow at an organisation of a kind; strange roles allow nothing."""
    held = [ROLE_PERMISSIONS[role] for role in roles if exists_at(role, kind)]
    return OWN.union(*held) if roles else frozenset()


# Roles that meet no case, report or entry; some see counts. For these the codes of an app are
# enough as second factor; every other role signs in with a passkey, which nobody gives away.
APP_CODES_SUFFICE = frozenset({"analyst", "client", "publisher", "volunteer"})


def needs_passkey(roles: frozenset[str]) -> bool:
    """Tell whether one of these roles asks for a passkey; a role nobody listed does."""
    return bool(roles - APP_CODES_SUFFICE)


# Powers that are given to a person for a time, and what they decide.
MANDATES = (
    ("payer_dispute", _("Decide who pays for now when municipalities disagree")),
    ("fallback", _("Decide who takes a case that came back twice")),
    ("release", _("Release figures to the public")),
)

# Roles of the platform itself, beside those of the chain.
PLATFORM_LABELS = {
    "registrar": _("Registrar"),
    "privacy_officer": _("Privacy officer"),
    "administrator": _("Administrator of the organisation"),
    "platform_administrator": _("Administrator of the platform"),
    "publisher": _("Publisher of figures"),
}


def role_label(role: str, language: str) -> str:
    """Return the role in the reader's language."""
    if role in PLATFORM_LABELS:
        with override(language):
            return str(PLATFORM_LABELS[role])
    return reference.code("chain_roles", role).label(language)
