# SPDX-License-Identifier: EUPL-1.2
"""What is looked at when an event of the table happens: who hears of it, when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.models import Organisation
from ketenzicht.accounts.states import Standing
from ketenzicht.core.permissions import Permission
from ketenzicht.intake import services as intake
from ketenzicht.intake.card import Age
from ketenzicht.intake.models import Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.mail.models import Notice
from ketenzicht.vault.services import open_envelope
from tests.factories.accounts import Partner, World
from tests.factories.intake import (
    make_submission,
)
from tests.factories.intake import stored as stored_report


@dataclass(frozen=True)
class Outcome:
    """What was seen: who stands for each party, when it is due, and what moved."""

    parties: Mapping[str, Partner]
    due: datetime | None = None
    since: datetime | None = None
    moved: frozenset[str] = field(default_factory=frozenset)


def desk(partner: Partner, permission: Permission = ReportPermission.REPORT_TRIAGE) -> set[str]:
    """The addresses of those who can act on it there."""
    members = partner.by_role.values()
    return {member.user.email for member in members if permission in member.permissions}


def quiet() -> None:
    Notice.objects.all().delete()


def stop(partner: Partner) -> None:
    Organisation.objects.filter(pk=partner.organisation.pk).update(standing=Standing.SUSPENDED)


def report_to(world: World, now: datetime, **changes: object) -> tuple[str, Report]:
    told = make_submission(**{"age": Age.ADULT, **changes})
    intake.receive_report(submission=told, now=now)
    return told.code, stored_report(told)


def readable(envelope_id: UUID, by: Partner) -> bool:
    return bool(open_envelope(envelope_id, by.organisation.pk))
