# SPDX-License-Identifier: EUPL-1.2
"""Which roles an administrator can give, and giving them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Member, RoleGrant
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.roles import exists_at, role_permissions
from ketenzicht.core.errors import Refused

# Powers over the whole platform are handed on by who has them; an administrator of an organisation
# neither gives nor takes them.
PLATFORM_ROLES = frozenset({"platform_administrator"})


def giveable(actor: Member) -> frozenset[str]:
    """The roles this administrator can give to somebody of their own organisation."""
    hands_on = AccountPermission.ORGANISATION_APPROVE in actor.permissions
    barred = frozenset() if hands_on else PLATFORM_ROLES
    kind = actor.organisation.kind
    return frozenset(role for role in role_permissions().keys() - barred if exists_at(role, kind))


def check_roles(roles: frozenset[str], actor: Member) -> None:
    """Refuse unless these are roles the administrator can give, at least one."""
    if not roles:
        raise Refused(_("Choose at least one role."), field="roles")
    if not roles <= giveable(actor):
        raise Refused(_("This role cannot be given here."), field="roles")


def give_exactly(member: Member, roles: frozenset[str], *, actor: Member, today: date) -> None:
    """Give these roles and no others: what was carried before and is not among them ends."""
    carried = member.role_grants.filter(ended__isnull=True)
    carried.exclude(role__in=roles).update(ended=today)
    held = set(carried.values_list("role", flat=True))
    grant(member, roles - held, actor=actor, today=today)


def grant(member: Member, roles: frozenset[str] | set[str], *, actor: Member, today: date) -> None:
    """Give these roles from today."""
    RoleGrant.objects.bulk_create(
        RoleGrant(member=member, role=role, since=today, granted_by=actor) for role in sorted(roles)
    )
