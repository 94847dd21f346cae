# SPDX-License-Identifier: EUPL-1.2
"""Where a person stays: the place code for readers, the address for the shelter alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.audit.services import record_access
from ketenzicht.cases.file.selectors.access import Reader, case_of
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.models import Whereabouts
from ketenzicht.core.clock import day_end, local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import end_of
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


COSM = "cosm"


def stay_of(reader: Reader) -> Whereabouts | None:
    """The place code; the address is not read here, whoever asks."""
    if not reader.access.sees(Section.CONTACT):
        return None
    rows = Whereabouts.objects.whole_table(why="the place code of a case already in reach")
    found = rows.filter(case=reader.access.case, until=None).defer("address")
    return found.select_related("organisation").first()


def end_of_stay(stay: Whereabouts, region: str) -> tuple[datetime, str] | None:
    """Return until when, and the version of the term that says so; empty where a decision does."""
    if stay.document_day is not None:
        return day_end(stay.document_day), ""
    if stay.shelter_type != COSM:
        return None
    rule = reference.deadline("cosm_stay", local_date(stay.since), region)
    return end_of(rule, stay.since), rule.version


def address_of(actor: Member, case_id: UUID, *, now: datetime) -> tuple[Whereabouts, str]:
    """Open the address, for the sheltering organisation alone; the look is on record first."""
    require(actor, CasePermission.CASE_IDENTITY)
    rows = Whereabouts.objects.for_reader(actor, now)
    stay = rows.filter(case=case_of(actor, case_id, now), until=None).first()
    if stay is None:
        raise Refused(_("Nobody stays with you for this case."))
    record_access(
        actor=actor,
        action=CasePermission.CASE_IDENTITY,
        kind="whereabouts",
        id=stay.pk,
        now=now,
        purpose="shelter",
    )
    return stay, open_envelope(stay.envelope_id, actor.organisation_id).read(stay, "address")
