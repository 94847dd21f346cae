# SPDX-License-Identifier: EUPL-1.2
"""Opening, moving, closing and opening again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import reachable
from ketenzicht.cases.models import Case, Escalation, Need, Person, TrackStep, Transfer
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.services.journal import check_version, held_case, log, open_case_of
from ketenzicht.cases.states import (
    CASE_NEXT,
    OPEN_TRANSFER,
    CaseState,
    NeedState,
    advance,
)
from ketenzicht.cases.values import Identity, comes_of_age
from ketenzicht.core.errors import Refused
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import after
from ketenzicht.reference import Period
from ketenzicht.vault.services import new_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SECOND_READER = "second_reader"
START_OF_TRACKS = {"registration": "not_discussed", "municipality": "unknown"}


@transaction.atomic
def open_case(
    *,
    actor: Member,
    identity: Identity,
    region: str,
    risk: str,
    forms: tuple[str, ...] = (),
    report_id: UUID | None = None,
    decoy: bool = False,
    now: datetime,
) -> Case:
    """Open a case; from this moment the actor's organisation holds it."""
    require(actor, CasePermission.CASE_OPEN)
    if not reachable(actor.organisation_id, now):
        raise Refused(
            _("Nobody answers at a desk of your organisation. Staff a desk before you open a case.")
        )
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


@transaction.atomic
def move_case(
    *,
    actor: Member,
    case_id: UUID,
    state: CaseState,
    version: int,
    review_at: datetime | None = None,
    now: datetime,
) -> Case:
    """Take the care one step further. Money, procedures and disputes are never asked."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_WRITE, now=now)
    check_version(case, version)
    if state in {CaseState.CLOSED, CaseState.REFERRED_OUT}:
        raise Refused(_("Close a case or hand it over on its own page."), field="state")
    if state is CaseState.PAUSED and review_at is None:
        raise Refused(_("Say when you look at this case again."), field="review_at")
    case.state = advance(CaseState(case.state), state, CASE_NEXT)
    case.review_at = review_at if state is CaseState.PAUSED else None
    case.save(update_fields=["state", "review_at", "version"])
    log(case, "moved", actor=actor, now=now, state=case.state)
    return case


@transaction.atomic
def set_risk(*, actor: Member, case_id: UUID, risk: str, version: int, now: datetime) -> Case:
    """Confirm how unsafe it is; the review date follows from the level."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_WRITE, now=now)
    check_version(case, version)
    case.risk = reference.code("risk_levels", risk).code
    review = reference.code("risk_levels", risk).attributes["review"]
    case.review_at = after(now, Period.parse(str(review)))
    case.save(update_fields=["risk", "review_at", "version"])
    log(case, "risk", actor=actor, now=now, risk=risk)
    return case


@transaction.atomic
def close_case(
    *,
    actor: Member,
    case_id: UUID,
    reason: str,
    checked: frozenset[str] = frozenset(),
    second_reader: Member | None = None,
    version: int,
    now: datetime,
) -> Case:
    """Close a case when nothing of it is open and all that its reason asks for was done."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_CLOSE, now=now)
    check_version(case, version)
    _refuse_loose_ends(case)
    _check_second_reader(actor, reason, second_reader)
    _check_done(reason, checked)
    case.state = advance(CaseState(case.state), CaseState.CLOSED, CASE_NEXT)
    case.closed_at, case.closure_reason, case.review_at = now, reason, None
    case.save(update_fields=["state", "closed_at", "closure_reason", "review_at", "version"])
    detail = {"second_reader": str(second_reader.pk)} if second_reader else {}
    if checked:
        detail["checked"] = ",".join(sorted(checked))
    log(
        case,
        "closed",
        actor=actor,
        now=now,
        action=CasePermission.CASE_CLOSE,
        state=case.state,
        reason=reason,
        **detail,
    )
    return case


def required_for(reason: str) -> frozenset[str]:
    """What has to be done before a case may be closed for this reason."""
    requires = reference.code("closure_reasons", reason).attributes.get("requires", ())
    return frozenset(requires if isinstance(requires, tuple) else ())


def _check_done(reason: str, checked: frozenset[str]) -> None:
    left = required_for(reason) - checked - {SECOND_READER}
    if left:
        raise Refused(
            _("For this reason something else comes first. Say what is done."), field="checked"
        )


def _check_second_reader(actor: Member, reason: str, reader: Member | None) -> None:
    if SECOND_READER not in required_for(reason):
        return
    if reader is None or reader.pk == actor.pk:
        raise Refused(
            _("For this reason a colleague reads along first. Choose who did."),
            field="second_reader",
        )
    if reader.organisation_id != actor.organisation_id:
        raise Refused(_("The second reader works at your organisation."), field="second_reader")


def _refuse_loose_ends(case: Case) -> None:
    why = "what is still open in a locked case"
    if Transfer.objects.whole_table(why=why).filter(case=case, state__in=OPEN_TRANSFER).exists():
        raise Refused(_("A hand-over is still open. Finish or withdraw it first."))
    if Escalation.objects.whole_table(why=why).filter(case=case, resolved_at=None).exists():
        raise Refused(_("Somebody still has to decide about this case."))
    if Need.objects.whole_table(why=why).filter(case=case, state=NeedState.OPEN).exists():
        raise Refused(_("There are open needs. Say of each whether it is met or dropped."))


@transaction.atomic
def reopen_case(*, actor: Member, case_id: UUID, version: int, now: datetime) -> Case:
    """Open a closed case again, with the same holder."""
    case = held_case(actor, case_id, permission=CasePermission.CASE_OPEN, now=now)
    check_version(case, version)
    case.state = advance(CaseState(case.state), CaseState.INTAKE, CASE_NEXT)
    case.closed_at, case.closure_reason = None, ""
    case.save(update_fields=["state", "closed_at", "closure_reason", "version"])
    log(case, "reopened", actor=actor, now=now, state=case.state)
    return case
