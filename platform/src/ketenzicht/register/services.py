# SPDX-License-Identifier: EUPL-1.2
"""Entering, withdrawing, and deciding who is the same person.

Registration has its own ground, fields and code path: nothing of the care comes along, and no
act of care asks whether somebody was registered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.audit.services import record
from ketenzicht.cases import handover as cases
from ketenzicht.cases.handover import ConsentState, Identity
from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import random_hex, random_token
from ketenzicht.core.errors import NotAllowed, NotFound, Refused
from ketenzicht.core.permissions import require
from ketenzicht.register.models import Apart, Entry, Merge, Person, Token
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.pseudonyms import age_group, handle_hash, tokens
from ketenzicht.register.states import DUTY, GOVERNMENT, REPORTER_OF, Outcome

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

STEPS = {
    Outcome.NAMED: "registered_named",
    Outcome.MINIMAL: "registered_minimal",
    Outcome.REFUSED: "refused",
    Outcome.BY_DUTY: "by_duty",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry says in codes."""

    forms: tuple[str, ...]
    region: str
    identity: Identity


def reporter_of(actor: Member) -> str:
    """Return the reporter type of the actor's organisation, or refuse."""
    reporter = REPORTER_OF.get(actor.organisation.kind)
    if reporter is None:
        raise NotAllowed(_("Your kind of organisation does not register."))
    return reporter


def has_duty(actor: Member) -> bool:
    """Tell whether the actor's organisation must register possible victims."""
    return REPORTER_OF.get(actor.organisation.kind) in DUTY


@transaction.atomic
def enter_from_case(
    *, actor: Member, case_id: UUID, outcome: Outcome, language: str = "", now: datetime
) -> Entry | None:
    """Do what was agreed about registration: an entry with tokens, one without, or none."""
    require(actor, RegisterPermission.REGISTER_ENTER)
    reporter = reporter_of(actor)
    material = cases.case_being_registered(
        actor, case_id, permission=RegisterPermission.REGISTER_ENTER, now=now
    )
    if material.registered:
        raise Refused(_("This case is in the register already."))
    if outcome is Outcome.NOT_ASKED:
        raise Refused(_("Ask first; nothing was registered."), field="outcome")
    if outcome is Outcome.BY_DUTY and reporter not in DUTY:
        raise NotAllowed(_("Only police, border police and labour authority register by duty."))
    _note_answer(actor, case_id, outcome, language, now)
    if outcome is Outcome.REFUSED:
        cases.note_registration(
            actor=actor,
            case_id=case_id,
            permission=RegisterPermission.REGISTER_ENTER,
            step="refused",
            handle="",
            now=now,
        )
        return None
    identity = _identity(actor, case_id, outcome, now)
    facts = Facts(material.forms, region_of(actor) or material.region, identity)
    handle = random_token()
    entry = None if material.decoy else _enter(actor, facts, outcome, handle, now)
    cases.note_registration(
        actor=actor,
        case_id=case_id,
        permission=RegisterPermission.REGISTER_ENTER,
        step=STEPS[outcome],
        handle=handle,
        now=now,
    )
    return entry


def _note_answer(
    actor: Member, case_id: UUID, outcome: Outcome, language: str, now: datetime
) -> None:
    said = {Outcome.NAMED: ConsentState.GIVEN, Outcome.REFUSED: ConsentState.REFUSED}
    if outcome in said:
        cases.note_answer(
            actor=actor, case_id=case_id, state=said[outcome], language=language, now=now
        )


def _identity(actor: Member, case_id: UUID, outcome: Outcome, now: datetime) -> Identity:
    """The name is opened only where the ground carries it."""
    known = cases.identity_for_register(
        actor, case_id, permission=RegisterPermission.REGISTER_ENTER, now=now
    )
    if outcome is Outcome.MINIMAL:
        return Identity(
            birth_date=known.birth_date and known.birth_date.year_only,
            gender=known.gender,
            nationality=known.nationality,
        )
    return known


def region_of(actor: Member) -> str:
    """Return the care region the actor's organisation works in; empty when it is national."""
    area = actor.organisation.areas.first()
    return area.region if area else ""


@transaction.atomic
def enter_by_duty(*, actor: Member, facts: Facts, now: datetime) -> Entry:
    """Register by duty, straight from an investigation; no case is needed and no name kept."""
    require(actor, RegisterPermission.REGISTER_DUTY)
    if not has_duty(actor):
        raise NotAllowed(_("Only police, border police and labour authority register by duty."))
    reporter_of(actor)
    return _enter(actor, facts, Outcome.BY_DUTY, random_token(), now)


def _enter(actor: Member, facts: Facts, outcome: Outcome, handle: str, now: datetime) -> Entry:
    today = local_date(now)
    identity = facts.identity
    entry = Entry.objects.create(
        code=_free_code(),
        person=Person.objects.create(),
        year=today.year,
        month=today.month,
        outcome=outcome,
        basis=_basis(actor, outcome),
        reporter=reporter_of(actor),
        region=facts.region,
        form=main_form(facts.forms),
        forms=",".join(facts.forms),
        gender=identity.gender or "u",
        age=age_group(identity.birth_date, today),
        nationality=identity.nationality.upper(),
        handle=handle_hash(handle),
    )
    if outcome is not Outcome.MINIMAL:
        found = tokens(identity.name, identity.birth_date)
        Token.objects.bulk_create(
            Token(entry=entry, kind=kind, value=value) for kind, value in found.items()
        )
    record(
        actor=actor,
        action=RegisterPermission.REGISTER_ENTER,
        kind="entry",
        id=None,
        now=now,
        purpose="registration",
        basis=entry.basis,
    )
    return entry


def _basis(actor: Member, outcome: Outcome) -> str:
    if outcome is Outcome.NAMED:
        return "consent"
    if outcome is Outcome.BY_DUTY:
        return "legal_duty"
    return "public_task" if reporter_of(actor) in GOVERNMENT else "legit_interest"


def main_form(forms: tuple[str, ...]) -> str:
    """Return the main form of the first form that was ticked; unknown when none was."""
    for code in forms:
        found = reference.code("exploitation_forms", code)
        return found.parent or found.code
    return "unknown"


def _free_code() -> str:
    while True:
        code = f"R-{random_hex(4).upper()}"
        if not Entry.objects.filter(code=code).exists():
            return code


@transaction.atomic
def withdraw_entry(*, actor: Member, case_id: UUID, now: datetime) -> None:
    """Take an entry out on the person's word; its tokens are destroyed."""
    require(actor, RegisterPermission.REGISTER_ENTER)
    handle = cases.handle_of(actor, case_id, permission=RegisterPermission.REGISTER_ENTER, now=now)
    if not handle:
        raise Refused(_("This case is not in the register."))
    _withdraw(handle)
    cases.note_answer(
        actor=actor, case_id=case_id, state=ConsentState.WITHDRAWN, language="", now=now
    )
    cases.note_registration(
        actor=actor,
        case_id=case_id,
        permission=RegisterPermission.REGISTER_ENTER,
        step="withdrawn",
        handle="",
        now=now,
    )
    record(
        actor=actor,
        action=RegisterPermission.REGISTER_ENTER,
        kind="entry",
        id=None,
        now=now,
        purpose="registration",
        outcome="withdrawn",
    )


def _withdraw(handle: str) -> bool:
    entry = Entry.objects.filter(handle=handle_hash(handle), withdrawn=False).first()
    if entry is None:
        return False
    Token.objects.filter(entry=entry).delete()
    entry.withdrawn = True
    entry.nationality, entry.gender, entry.forms = "", "u", ""
    entry.save(update_fields=["withdrawn", "nationality", "gender", "forms"])
    return True


@transaction.atomic
def withdraw_revoked(*, now: datetime) -> int:
    """Withdraw the entries whose person took the yes back on the case side."""
    done = 0
    for case_id, handle in list(cases.handles_to_withdraw()):
        done += _withdraw(handle)
        cases.forget_handle(case_id)
    if done:
        record(
            actor=None,
            action=RegisterPermission.REGISTER_ENTER,
            kind="entry",
            id=None,
            now=now,
            outcome="withdrawn",
            detail={"rows": done},
        )
    return done


@transaction.atomic
def merge_persons(*, actor: Member, first_id: UUID, second_id: UUID, now: datetime) -> Merge:
    """Decide that two entries are about one person."""
    first, second = _pair(actor, first_id, second_id)
    if first.person_id == second.person_id:
        raise Refused(_("These two are one person already."))
    moved = Entry.objects.filter(person=second.person)
    merge = Merge.objects.create(
        kept=first.person,
        merged=second.person,
        entries=[str(entry.pk) for entry in moved],
        by=actor,
        at=now,
    )
    moved.update(person=first.person)
    _trace(actor, "merged", merge.pk, now)
    return merge


@transaction.atomic
def undo_merge(*, actor: Member, merge_id: UUID, now: datetime) -> Merge:
    """Take a decision back; every entry goes where it was."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    merge = Merge.objects.select_for_update().filter(pk=merge_id, undone_at=None).first()
    if merge is None:
        raise NotFound
    later = Merge.objects.filter(undone_at=None, at__gt=merge.at, merged=merge.kept)
    if later.exists():
        raise Refused(_("A later decision leans on this one. Take that one back first."))
    Entry.objects.filter(pk__in=merge.entries).update(person=merge.merged)
    merge.undone_at, merge.undone_by = now, actor
    merge.save(update_fields=["undone_at", "undone_by"])
    _trace(actor, "merge-undone", merge.pk, now)
    return merge


@transaction.atomic
def keep_apart(*, actor: Member, first_id: UUID, second_id: UUID, now: datetime) -> Apart:
    """Decide that two entries are about two persons; the pair is not proposed again."""
    first, second = _pair(actor, first_id, second_id)
    low, high = sorted((first, second), key=lambda entry: str(entry.pk))
    apart, _made = Apart.objects.get_or_create(
        first=low, second=high, defaults={"by": actor, "at": now}
    )
    _trace(actor, "kept-apart", low.pk, now)
    return apart


def _pair(actor: Member, first_id: UUID, second_id: UUID) -> tuple[Entry, Entry]:
    require(actor, RegisterPermission.REGISTER_MERGE)
    found = Entry.objects.select_for_update().in_bulk([first_id, second_id])
    if len(found) != 2:
        raise NotFound
    return found[first_id], found[second_id]


def _trace(actor: Member, event: str, id_: UUID, now: datetime) -> None:
    record(
        actor=actor,
        action=RegisterPermission.REGISTER_MERGE,
        kind="register",
        id=id_,
        now=now,
        purpose="registration",
        detail={"event": event},
    )
