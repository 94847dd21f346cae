# SPDX-License-Identifier: EUPL-1.2
"""Opening a case and opening it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case, Person, TrackStep
from ketenzicht.cases.file.selectors.able import holds_cases
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.cases.file.states import CASE_NEXT, CaseState
from ketenzicht.cases.file.values import Identity, comes_of_age
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.core.states import advance
from ketenzicht.vault.services import new_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
START_OF_TRACKS = {"registration": "not_discussed", "municipality": "unknown"}


@act()
def open_case(
    *,
    actor: Member,
    identity: Identity,
    region: str,
    risk: str,
    forms: tuple[str, ...] = (),
    report_id: UUID | None = None,
    first_signal_on: date | None = None,
    decoy: bool = False,
    now: datetime,
) -> Case:
    """Open a case; from this moment the actor's organisation holds it."""
    require(actor, CasePermission.CASE_OPEN)
    _refuse_where_nobody_answers(actor, now)
    case_envelope = new_envelope(kind="case", origin=actor.organisation, now=now)
    case = Case(
        id=uuid4(),
        code=_free_code(),
        person=_person(actor, identity, now),
        holder=actor.organisation,
        worker=actor,
        region=region,
        risk=risk,
        report_id=report_id,
        first_signal_on=first_signal_on,
        envelope_id=case_envelope.id,
        decoy=decoy,
        opened_at=now,
        opened_by=actor,
        holder_since=now,
        adult_from=comes_of_age(identity, now),
    )
    case_envelope.write(case, "forms", ",".join(forms))
    case.save(force_insert=True)
    log(
        case,
        "opened",
        actor=actor,
        now=now,
        action=CasePermission.CASE_OPEN,
        state=case.state,
        holder=str(case.holder_id),
        risk=risk,
    )
    for track, step in START_OF_TRACKS.items():
        TrackStep.objects.create(case=case, track=track, step=step, since=now, by=actor, at=now)
    return case


def _refuse_where_nobody_answers(actor: Member, now: datetime) -> None:
    if not holds_cases(actor.organisation_id, now):
        raise Refused(
            _("Nobody answers at a desk of your organisation. Staff a desk before you open a case.")
        )


def _person(actor: Member, identity: Identity, now: datetime) -> Person:
    envelope = new_envelope(kind="identity", origin=actor.organisation, now=now)
    person = Person(id=uuid4(), envelope_id=envelope.id, created_at=now)
    for name, text in identity.texts().items():
        envelope.write(person, name, text)
    person.save(force_insert=True)
    return person


def _free_code() -> str:
    taken = Case.objects.whole_table(why="a case code is used once")
    while True:
        code = _code(uuid4().int)
        if not taken.filter(code=code).exists():
            return code


def _code(number: int) -> str:
    """Eight characters that nobody mistakes for each other on the telephone."""
    drawn = ""
    for _place in range(8):
        number, index = divmod(number, len(ALPHABET))
        drawn += ALPHABET[index]
    return f"{drawn[:4]}-{drawn[4:]}"


@act()
def reopen_case(*, actor: Member, case_id: UUID, version: int, now: datetime) -> Case:
    """Open a closed case again, with the same holder."""
    case = case_for(actor, case_id, Act.REOPEN, now=now).case
    _refuse_where_nobody_answers(actor, now)
    check_version(case, version)
    case.state = advance(CaseState(case.state), CaseState.INTAKE, CASE_NEXT)
    case.closed_at, case.closure_reason = None, ""
    case.save(update_fields=["state", "closed_at", "closure_reason", "version"])
    log(case, "reopened", actor=actor, now=now, state=case.state)
    return case
