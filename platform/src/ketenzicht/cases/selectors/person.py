# SPDX-License-Identifier: EUPL-1.2
"""Opening who somebody is, how to reach them, where they stay. Each look is on record first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.audit.services import record_look
from ketenzicht.cases.models import Person, SafeContact, Whereabouts
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.selectors.access import Access, case_of
from ketenzicht.cases.values import Identity, SafeRules
from ketenzicht.core.errors import Refused
from ketenzicht.core.permissions import require
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def identity_of(actor: Member, access: Access, *, now: datetime) -> tuple[Identity, int]:
    """Open who somebody is; the look is on record first."""
    require(actor, CasePermission.CASE_IDENTITY)
    access.identity_envelope()
    record_look(
        actor=actor,
        action=CasePermission.CASE_IDENTITY,
        kind="case",
        id=access.case.pk,
        now=now,
        purpose="identity",
        basis=access.basis,
    )
    return read_identity(actor, access, now=now)


def read_identity(actor: Member, access: Access, *, now: datetime) -> tuple[Identity, int]:
    """Read who somebody is; the caller has put it on record."""
    envelope = access.identity_envelope()
    person = Person.objects.for_reader(actor, now).get(pk=access.case.person_id)
    names = Identity.__dataclass_fields__
    texts = {name: envelope.read(person, name) for name in names}
    return Identity.of(texts), person.version


def safe_rules_of(actor: Member, access: Access, *, now: datetime) -> tuple[SafeRules | None, int]:
    """Open the rules of safe contact with the number; the look is on record first."""
    rows = SafeContact.objects.for_reader(actor, now)
    found = rows.filter(case=access.case).first()
    if found is None:
        return None, 0
    record_look(
        actor=actor,
        action=CasePermission.CASE_READ,
        kind="case",
        id=access.case.pk,
        now=now,
        purpose="contact",
        basis=access.basis,
    )
    envelope = access.envelope()
    names = SafeRules.__dataclass_fields__
    return SafeRules(**{name: envelope.read(found, name) for name in names}), found.version


def address_of(actor: Member, case_id: UUID, *, now: datetime) -> tuple[Whereabouts, str]:
    """Open the address, for the sheltering organisation alone; the look is on record first."""
    require(actor, CasePermission.CASE_IDENTITY)
    rows = Whereabouts.objects.for_reader(actor, now)
    stay = rows.filter(case=case_of(actor, case_id, now), until=None).first()
    if stay is None:
        raise Refused(_("Nobody stays with you for this case."))
    record_look(
        actor=actor,
        action=CasePermission.CASE_IDENTITY,
        kind="whereabouts",
        id=stay.pk,
        now=now,
        purpose="shelter",
    )
    return stay, open_envelope(stay.envelope_id, actor.organisation_id).read(stay, "address")
