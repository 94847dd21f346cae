# SPDX-License-Identifier: EUPL-1.2
"""Opening who somebody is; each look is on record first."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.models import Case, Person
from ketenzicht.cases.file.selectors.access import Access
from ketenzicht.cases.file.values import Identity
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.clock import local_date
from ketenzicht.core.permissions import require

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def identity_of(actor: Member, access: Access, *, now: datetime) -> tuple[Identity, int]:
    """Open who somebody is; the look is on record first."""
    require(actor, CasePermission.CASE_IDENTITY)
    access.identity_envelope()
    record_access(
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


def first_signal_of(case: Case) -> date:
    """The day somebody first told of this person, as far as the case knows."""
    opened = local_date(case.opened_at)
    return min(case.first_signal_on or opened, opened)
