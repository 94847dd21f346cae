# SPDX-License-Identifier: EUPL-1.2
"""A role exists at the kinds of organisation it belongs to, and allows nothing elsewhere."""

import pytest

from ketenzicht.accounts import services
from ketenzicht.accounts.forms import RolesForm
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.roles import KINDS_OF_ROLE, exists_at, permissions_of, role_permissions
from ketenzicht.core.errors import Refused
from ketenzicht.register.permissions import RegisterPermission
from tests.factories.accounts import make_member

NATIONAL = ["registrar", "analyst", "publisher", "comensha_helpdesk", "ketenregisseur"]


@pytest.mark.parametrize("role", NATIONAL)
def test_an_administrator_of_a_shelter_cannot_give_a_national_role(world, now, role):
    colleague = make_member(world.shelter.organisation, "shelter_worker", name="Collega")
    with pytest.raises(Refused):
        services.set_roles(
            actor=world.shelter["administrator"],
            member_id=colleague.pk,
            roles=frozenset({role}),
            now=now,
        )
    services.set_roles(
        actor=world.shelter["administrator"],
        member_id=colleague.pk,
        roles=frozenset({"shelter_worker", "privacy_officer"}),
        now=now,
    )


@pytest.mark.parametrize("role", NATIONAL)
def test_a_national_role_that_got_into_a_shelter_all_the_same_allows_nothing(world, role):
    smuggled = make_member(world.shelter.organisation, role, name=f"Smokkel {role}")
    assert smuggled.permissions == frozenset({AccountPermission.ACCOUNT_OWN})


def test_the_form_offers_the_roles_of_the_own_kind_only(world):
    offered = {
        code
        for code, _label in RolesForm(actor=world.shelter["administrator"]).fields["roles"].choices
    }
    assert offered == {r for r in role_permissions() if exists_at(r, "shelter")}
    assert offered.isdisjoint(NATIONAL)


def test_every_role_of_the_table_exists_and_the_register_is_national():
    assert set(KINDS_OF_ROLE) <= set(role_permissions())
    may_read = {
        kind
        for kind in ("shelter", "police", "municipality", "coordination_national", "rapporteur")
        if RegisterPermission.REGISTER_READ in permissions_of(frozenset(role_permissions()), kind)
    }
    assert may_read == {"coordination_national"}
