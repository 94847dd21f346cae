# SPDX-License-Identifier: EUPL-1.2
"""Entering and withdrawing.

Registration has its own ground, fields and code path: nothing of the care comes along, and no
act of care asks whether somebody was registered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.cases import handover as cases
from ketenzicht.cases.handover import (
    Circumstances,
    ConsentState,
    GivenBy,
    Identity,
    Reportable,
)
from ketenzicht.core.clock import local_date
from ketenzicht.core.crypto import random_hex, random_token
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import require
from ketenzicht.register.acts.cases import Act, require_act
from ketenzicht.register.grounds import basis_of
from ketenzicht.register.models import Change, Entry, Person, Token
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.policies import has_duty, reports_as
from ketenzicht.register.pseudonyms import age_band, age_group, handle_hash, tokens
from ketenzicht.register.services.tracing import trace
from ketenzicht.register.states import CODED, MANY, Outcome

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
    """What an entry says: what it looks like, where, when the first signal came, and who it is."""

    forms: tuple[str, ...]
    region: str
    signalled: date
    identity: Identity
    told: Circumstances = field(default_factory=Circumstances)
    dossier: str = ""
    victim_status: str = ""
    decided_by: str = ""

    @classmethod
    def of_case(cls, case: Reportable, signalled: date, identity: Identity) -> Facts:
        """What a case says, in a month and about somebody."""
        return cls(
            forms=case.forms,
            region=case.region,
            signalled=signalled,
            identity=identity,
            told=case.told,
            dossier=case.dossier,
            victim_status=case.victim_status,
            decided_by=case.decided_by,
        )


def reporter_of(actor: Member, day: date) -> str:
    """Return the type the actor's organisation reports as on a day, or refuse."""
    reporter = reports_as(actor, day)
    if not reporter:
        raise NotAllowed(_("Your kind of organisation does not register."))
    return reporter


def require_duty(actor: Member, day: date) -> None:
    """Refuse to register by duty for an organisation that has none."""
    if not has_duty(actor, day):
        raise NotAllowed(
            _("Only police, border police and labour authority have a duty to report.")
        )


@act()
def enter_from_case(
    *,
    actor: Member,
    case_id: UUID,
    outcome: Outcome,
    language: str = "",
    signalled: date | None = None,
    dossier: str = "",
    given_by: str = "",
    now: datetime,
) -> Entry | None:
    """Do what was agreed about registration: an entry with tokens, one without, or none."""
    require(actor, RegisterPermission.REGISTER_ENTER)
    material = cases.case_being_registered(
        actor, case_id, permission=RegisterPermission.REGISTER_ENTER, now=now
    )
    require_act(actor, material, Act.ENTER, local_date(now))
    if outcome is Outcome.NOT_ASKED:
        raise Refused(_("Ask first; nothing was registered."), field="outcome")
    if outcome is Outcome.BY_DUTY:
        require_duty(actor, local_date(now))
    if outcome is Outcome.NAMED:
        _refuse_who_may_not(material, given_by)
    _note_answer(actor, material, outcome, now, language=language, given_by=given_by)
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
    facts = Facts.of_case(material, signalled or material.first_signal, identity)
    facts = replace(facts, dossier=dossier or material.dossier)
    handle = random_token()
    entry = None if material.decoy else _enter(actor, facts, outcome, handle, now)
    cases.note_registration(
        actor=actor,
        case_id=case_id,
        permission=RegisterPermission.REGISTER_ENTER,
        step=STEPS[outcome],
        handle=handle,
        dossier=dossier if dossier != material.dossier else "",
        now=now,
    )
    return entry


def _refuse_who_may_not(material: cases.CaseForRegister, given_by: str) -> None:
    """For a minor somebody agrees who can at this age; a parent who exploits never does."""
    who = material.may_answer
    if asked_who(who) and given_by not in who:
        raise Refused(_("Say who agreed: at this age not everybody can."), field="given_by")


def asked_who(may_answer: Sequence[GivenBy]) -> bool:
    """Whether the form asks who agreed: not of an adult, nor where only the person decides."""
    return bool(may_answer) and tuple(may_answer) != (GivenBy.PERSON,)


def _note_answer(
    actor: Member,
    material: cases.CaseForRegister,
    outcome: Outcome,
    now: datetime,
    **said_by: str,
) -> None:
    said = {Outcome.NAMED: ConsentState.GIVEN, Outcome.REFUSED: ConsentState.REFUSED}
    if outcome in said:
        cases.note_answer(
            actor=actor, case_id=material.case_id, state=said[outcome], now=now, **said_by
        )


def _identity(actor: Member, case_id: UUID, outcome: Outcome, now: datetime) -> Identity:
    """The name is opened only where the ground carries it."""
    known = cases.identity_for_register(
        actor, case_id, permission=RegisterPermission.REGISTER_ENTER, now=now
    )
    return without_name(known) if outcome is Outcome.MINIMAL else known


def without_name(known: Identity) -> Identity:
    """What an entry without a name may say of somebody."""
    born = known.birth_date and known.birth_date.year_only
    return Identity(
        birth_date=born,
        gender=known.gender,
        nationality=known.nationality,
        second_nationality=known.second_nationality,
    )


def regions_of(actor: Member) -> tuple[str, ...]:
    """Return the care regions the actor's organisation works in; none when it is national."""
    return tuple(area.region for area in actor.organisation.areas.all())


@act()
def enter_by_duty(*, actor: Member, facts: Facts, now: datetime) -> Entry:
    """Register by duty, straight from an investigation; no case is needed and no name kept."""
    require(actor, RegisterPermission.REGISTER_DUTY)
    require_duty(actor, local_date(now))
    return _enter(actor, facts, Outcome.BY_DUTY, random_token(), now)


def _enter(actor: Member, facts: Facts, outcome: Outcome, handle: str, now: datetime) -> Entry:
    today = local_date(now)
    _refuse_signal(facts, today)
    reporter = reporter_of(actor, today)
    person = Person.objects.create()
    entry = Entry(
        code=free_codes(1)[0],
        own=person,
        person=person,
        registered_year=today.year,
        registered_month=today.month,
        outcome=outcome,
        basis=basis_of(actor.organisation.kind, outcome, today),
        reporter=reporter,
        reporter_region=_only(regions_of(actor)),
        handle=handle_hash(handle),
    )
    write_facts(entry, facts)
    entry.save(force_insert=True)
    write_tokens(entry, facts.identity)
    trace(actor, now=now, basis=entry.basis)
    return entry


def _refuse_signal(facts: Facts, today: date) -> None:
    if facts.signalled > today:
        raise Refused(_("The first signal cannot lie ahead."), field="signalled")
    born = facts.identity.birth_date
    if born is not None and born.first_day > facts.signalled:
        raise Refused(_("The first signal cannot come before the birth."), field="signalled")


def _only(regions: tuple[str, ...]) -> str:
    """The region of an organisation that works in one; of several none can be named."""
    return regions[0] if len(regions) == 1 else ""


def write_facts(entry: Entry, facts: Facts) -> None:
    """Write what is known into an entry; a person is as old as at the first signal."""
    identity = facts.identity
    entry.year, entry.month = facts.signalled.year, facts.signalled.month
    entry.region = facts.region
    entry.form, entry.forms = main_form(facts.forms, facts.signalled), ",".join(facts.forms)
    entry.gender = identity.gender or "u"
    entry.age = age_group(identity.birth_date, facts.signalled)
    entry.nationality = identity.nationality.upper()
    entry.second_nationality = identity.second_nationality.upper()
    started, seen = facts.told.ages(identity.birth_date, facts.signalled)
    day = facts.signalled
    entry.start_band, entry.band = age_band(started, day), age_band(seen, day)
    entry.dossier = facts.dossier
    entry.victim_status, entry.decided_by = facts.victim_status, facts.decided_by
    _write_told(entry, facts.told)


def _write_told(entry: Entry, told: Circumstances) -> None:
    """What makes somebody vulnerable stays with the case: no figure needs it."""
    entry.route, entry.place = told.route, told.place
    entry.family, entry.earlier = told.family, told.earlier
    entry.cross_border_sex = told.cross_border_sex
    for name in MANY:
        setattr(entry, name, ",".join(told.told(name)))


def write_tokens(entry: Entry, identity: Identity) -> None:
    """Make the fingerprints of an entry anew; without a name there are none."""
    Token.objects.filter(entry=entry).delete()
    if entry.outcome == Outcome.MINIMAL:
        return
    found = tokens(identity.name, identity.birth_date)
    Token.objects.bulk_create(
        Token(entry=entry, kind=kind, value=value) for kind, value in found.items()
    )


def main_form(forms: tuple[str, ...], day: date) -> str:
    """Return the main form, on that day, of the first that was ticked; unknown when none was."""
    for code in forms:
        found = reference.code("exploitation_forms", code, by=day)
        return found.parent or found.code
    return "unknown"


def free_codes(number: int) -> list[str]:
    """Return so many codes no entry has; they are read out on the telephone, so they are short."""
    found: set[str] = set()
    while len(found) < number:
        drawn = {f"R-{random_hex(4).upper()}" for _each in range(number - len(found))} - found
        found |= drawn - set(Entry.objects.filter(code__in=drawn).values_list("code", flat=True))
    return list(found)


@act()
def withdraw_entry(*, actor: Member, case_id: UUID, now: datetime) -> None:
    """Take an entry out on the person's word; its tokens are destroyed."""
    require(actor, RegisterPermission.REGISTER_ENTER)
    may = RegisterPermission.REGISTER_ENTER
    material = cases.case_being_registered(actor, case_id, permission=may, now=now)
    require_act(actor, material, Act.WITHDRAW, local_date(now))
    take_out(cases.handle_of(actor, case_id, permission=may, now=now))
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
    trace(actor, now=now, outcome="withdrawn")


def take_out(handle: str) -> bool:
    """Take an entry out of every count and destroy its tokens; False when it was out already."""
    entry = Entry.objects.filter(handle=handle_hash(handle), withdrawn=False).first()
    if entry is None:
        return False
    Token.objects.filter(entry=entry).delete()
    Change.objects.filter(entry=entry).delete()
    emptied = [name for name in CODED if name != "band"]
    for name in emptied:
        setattr(entry, name, "")
    entry.withdrawn, entry.gender, entry.cross_border_sex = True, "u", False
    entry.save(update_fields=["withdrawn", "cross_border_sex", *emptied])
    return True
