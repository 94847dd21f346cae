# SPDX-License-Identifier: EUPL-1.2
"""Members, desks, partners and second factors."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from tests.factories.accounts import Partner, World, make_member, make_organisation
from tests.kinds import EVERY_MEMBER, Kind, Made
from tests.promises.canaries import canary


def _member(partner: Partner) -> Made:
    name = canary("member", partner.organisation.name)
    member = make_member(partner.organisation, "volunteer", name=name)
    return Made(member.pk, readers=(partner.organisation.pk,), canaries=(name,))


def _desk(partner: Partner) -> Made:
    # Desks are how partners find each other, so their names are no secret; their seats are.
    return Made(partner.desk.pk, readers=(partner.organisation.pk,))


def _partner(world: World, name: str) -> Made:
    # Which organisations take part is for the administrators of the platform, whoever they are.
    return Made(make_organisation(name, "shelter").pk, readers=EVERY_MEMBER)


def _factor(partner: Partner) -> Made:
    owner = next(iter(partner.by_role.values()))
    name = canary("factor", partner.organisation.name)
    made = Authenticator.objects.create(
        user=owner.user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": {}},
    )
    return Made(made.pk, readers=(), canaries=(name,), members=(owner.pk,))


KINDS = {
    "member_id": Kind(own=lambda w: _member(w.shop), foreign=lambda w: _member(w.moviera)),
    "desk_id": Kind(own=lambda w: _desk(w.shop), foreign=lambda w: _desk(w.moviera)),
    "partner_id": Kind(
        own=lambda w: _partner(w, "Opvang Eerste"), foreign=lambda w: _partner(w, "Opvang Tweede")
    ),
    "pk": Kind(own=lambda w: _factor(w.shop), foreign=lambda w: _factor(w.moviera)),
}
