# SPDX-License-Identifier: EUPL-1.2
"""Members, desks, partners and second factors."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from ketenzicht.accounts.models import AccessRequest, User
from ketenzicht.accounts.states import Asked
from ketenzicht.surfaces.testing_clock import START
from tests.factories.accounts import Partner, World, make_member, make_organisation
from tests.kinds import EVERY_MEMBER, Kind, Made
from tests.promises.canaries import canary


def _member(partner: Partner) -> Made:
    name = canary("member", partner.organisation.name)
    member = make_member(partner.organisation, "volunteer", name=name)
    # The entrance of the practice world shows its own people to everybody, on purpose.
    User.objects.filter(pk=member.user_id).update(demo=False)
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
        data={"name": name, "credential": credential(name)},
    )
    return Made(made.pk, readers=(), canaries=(name,), members=(owner.pk,))


def _request(world: World, partner: Partner) -> Made:
    """Access one administrator asked; the platform confirms it, where there is no second one."""
    name = canary("asked", partner.organisation.name)
    member = make_member(partner.organisation, name=name)
    User.objects.filter(pk=member.user_id).update(demo=False)
    asked = AccessRequest.objects.create(
        member=member,
        kind=Asked.ROLES,
        roles="zorgcoordinator",
        asked_by=partner["administrator"].user,
        asked_at=START,
        lapses_at=START + timedelta(days=7),
    )
    readers = (partner.organisation.pk, world.comensha.organisation.pk)
    return Made(asked.pk, readers=readers, canaries=(name,))


def credential(name: str) -> dict[str, object]:
    """What a browser would have sent when the passkey was made."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(Aaguid(bytes(16)), name.encode(), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, held)
    client = CollectedClientData.create(
        "webauthn.create", b"challenge", "https://voorbeeld.example"
    )
    return {
        "id": websafe_encode(held.credential_id),
        "rawId": websafe_encode(held.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }


KINDS = {
    "member_id": Kind(own=lambda w: _member(w.shop), foreign=lambda w: _member(w.moviera)),
    "request_id": Kind(own=lambda w: _request(w, w.shop), foreign=lambda w: _request(w, w.moviera)),
    "desk_id": Kind(own=lambda w: _desk(w.shop), foreign=lambda w: _desk(w.moviera)),
    "partner_id": Kind(
        own=lambda w: _partner(w, "Opvang Eerste"), foreign=lambda w: _partner(w, "Opvang Tweede")
    ),
    "pk": Kind(own=lambda w: _factor(w.shop), foreign=lambda w: _factor(w.moviera)),
}
