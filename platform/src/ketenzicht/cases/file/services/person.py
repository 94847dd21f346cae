# SPDX-License-Identifier: EUPL-1.2
"""Changing who the person is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Person
from ketenzicht.cases.file.services.journal import (
    case_for,
    check_version,
    log,
    mark_register_stale,
)
from ketenzicht.cases.file.values import Identity, comes_of_age
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.obligations.acting import act
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def set_identity(
    *, actor: Member, case_id: UUID, identity: Identity, version: int, now: datetime
) -> Person:
    """Replace what is known of who somebody is."""
    case = case_for(actor, case_id, Act.IDENTITY, now=now).case
    rows = Person.objects.for_reader(actor, now).select_for_update(of=("self",))
    person = rows.get(pk=case.person_id)
    check_version(person, version)
    envelope = open_envelope(person.envelope_id, actor.organisation_id)
    for name, text in identity.texts().items():
        envelope.write(person, name, text)
    person.save()
    case.adult_from = comes_of_age(identity, now)
    mark_register_stale(case)
    case.save(update_fields=["adult_from", "register_stale"])
    log(case, "identity", actor=actor, now=now, action=CasePermission.CASE_IDENTITY)
    return person
