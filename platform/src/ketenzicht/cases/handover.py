# SPDX-License-Identifier: EUPL-1.2
"""What the register may take from a case: who it is and what it looks like, nothing of the care.

The register names the permission it asks under. The case keeps a random handle of its entry,
closed in its own envelope, so that the person can have the entry withdrawn. The register keeps
no way back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from ketenzicht.audit.services import record, record_access
from ketenzicht.cases.file.models import Case, Exploitation, TrackStep
from ketenzicht.cases.file.selectors.access import Access, access_to, case_of
from ketenzicht.cases.file.selectors.person import first_signal_of, read_identity
from ketenzicht.cases.file.services.journal import held_case
from ketenzicht.cases.file.services.tracks import add_step
from ketenzicht.cases.file.tracks import DOSSIER
from ketenzicht.cases.file.values import Circumstances, Identity
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.models import Consent
from ketenzicht.cases.sharing.services.consents import Answer, record_consent
from ketenzicht.cases.sharing.states import GIVEN_BY_LABELS, ConsentState, GivenBy
from ketenzicht.cases.sharing.wording import may_answer, who_agrees
from ketenzicht.cases.transfers.services.decisions import leave_unreachable
from ketenzicht.core.chunks import by_key
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.permissions import Permission, require
from ketenzicht.vault.services import EnvelopeClosed, OpenEnvelope, open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

__all__ = [
    "GIVEN_BY_LABELS",
    "Case",
    "CaseForRegister",
    "Circumstances",
    "ConsentState",
    "Correction",
    "GivenBy",
    "Identity",
    "Reportable",
    "case_being_registered",
    "case_for_register",
    "cases_to_correct",
    "correction_of",
    "forget_handle",
    "handle_of",
    "handles_to_withdraw",
    "identity_for_register",
    "leave_unreachable",
    "note_answer",
    "note_registration",
]

WITHDRAWN = "withdrawing entries whose ground fell away"
COUNTED = "what the register counts, of one case in hand"
CORRECTED = "correcting entries whose case says otherwise now"
REGISTER_CONSENT = "comensha_register"
NO = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reportable:
    """What a case says that the register counts, beside who somebody is."""

    case_id: UUID
    region: str
    first_signal: date
    forms: tuple[str, ...]
    told: Circumstances
    dossier: str
    victim_status: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForRegister(Reportable):
    """One case on its way to the register."""

    code: str
    answer: ConsentState
    registered: bool
    decoy: bool
    agrees: tuple[str, ...] = ()
    may_answer: tuple[GivenBy, ...] = ()


def case_for_register(
    actor: Member, case_id: UUID, *, permission: Permission, now: datetime
) -> CaseForRegister:
    """Open what the page about registration shows; the look is on record first."""
    access = _held(actor, case_id, permission, now, lock=False)
    record_access(
        actor=actor,
        action=permission,
        kind="case",
        id=case_id,
        now=now,
        purpose="registration",
    )
    return _for_register(access, now)


def case_being_registered(
    actor: Member, case_id: UUID, *, permission: Permission, now: datetime
) -> CaseForRegister:
    """The same inside the registering transaction, which records the act itself."""
    return _for_register(_held(actor, case_id, permission, now, lock=True), now)


def _held(
    actor: Member, case_id: UUID, permission: Permission, now: datetime, *, lock: bool
) -> Access:
    require(actor, permission)
    access = access_to(case_of(actor, case_id, now, lock=lock), actor, now)
    if not access.holds:
        raise NotAllowed(_("Only the organisation that holds the case can register."))
    return access


def _for_register(access: Access, now: datetime) -> CaseForRegister:
    case, envelope = access.case, access.envelope()
    about = case, _told(case, envelope), local_date(now)
    return CaseForRegister(
        **_reportable(case, envelope),
        code=case.code,
        answer=register_answer(case),
        registered=bool(envelope.read(case, "register_handle")),
        decoy=case.decoy,
        agrees=tuple(who_agrees(*about)),
        may_answer=may_answer(*about),
    )


def _reportable(case: Case, envelope: OpenEnvelope) -> dict[str, Any]:
    steps = TrackStep.objects.whole_table(why=COUNTED).filter(case=case, track=DOSSIER)
    standing = steps.filter(ended_at=None).first()
    return {
        "case_id": case.pk,
        "region": case.region,
        "first_signal": first_signal_of(case),
        "forms": tuple(code for code in envelope.read(case, "forms").split(",") if code),
        "told": _told(case, envelope),
        "dossier": standing.step if standing else "",
        "victim_status": case.victim_status,
        "decided_by": case.decided_by,
    }


def _told(case: Case, envelope: OpenEnvelope) -> Circumstances:
    row = Exploitation.objects.whole_table(why=COUNTED).filter(case=case).first()
    if row is None:
        return Circumstances()
    return Circumstances.of({n: envelope.read(row, n) for n in Circumstances.__dataclass_fields__})


def register_answer(case: Case) -> ConsentState:
    """What the person said last about registration with personal data."""
    rows = Consent.objects.whole_table(why="the register's own question, of one case")
    found = rows.filter(case=case, kind=REGISTER_CONSENT).order_by("-seq").first()
    return ConsentState(found.state) if found else ConsentState.NOT_ASKED


def identity_for_register(
    actor: Member, case_id: UUID, *, permission: Permission, now: datetime
) -> Identity:
    """Open who the person is, to make keyed tokens of it and nothing else."""
    require(actor, permission)
    access = _held(actor, case_id, permission, now, lock=True)
    record(
        actor=actor,
        action=CasePermission.CASE_IDENTITY,
        kind="case",
        id=case_id,
        now=now,
        purpose="registration",
    )
    return read_identity(actor, access, now=now)[0]


@act()
def note_registration(
    *,
    actor: Member,
    case_id: UUID,
    permission: Permission,
    step: str,
    handle: str,
    dossier: str = "",
    now: datetime,
) -> None:
    """Record on the case where registration stands; call it in the register's transaction."""
    case = held_case(actor, case_id, permission=permission, now=now)
    if dossier:
        add_step(case, actor=actor, track=DOSSIER, step=dossier, since=now, now=now)
    open_envelope(case.envelope_id, actor.organisation_id).write(case, "register_handle", handle)
    case.save(update_fields=["register_handle"])
    add_step(case, actor=actor, track="registration", step=step, since=now, now=now)


def note_answer(
    *,
    actor: Member,
    case_id: UUID,
    state: ConsentState,
    language: str,
    now: datetime,
    given_by: str = "",
) -> None:
    """Record what was said about registration, and who said it for a minor."""
    answer = Answer(REGISTER_CONSENT, state, language=language, given_by=given_by)
    record_consent(actor=actor, case_id=case_id, answer=answer, now=now)


def handle_of(actor: Member, case_id: UUID, *, permission: Permission, now: datetime) -> str:
    """The handle of the entry of a case one holds; empty when there is none."""
    case = held_case(actor, case_id, permission=permission, now=now)
    return open_envelope(case.envelope_id, actor.organisation_id).read(case, "register_handle")


def handles_to_withdraw() -> Iterator[tuple[UUID, str]]:
    """Cases whose person took the yes back, with the handle of their entry."""
    said = Consent.objects.whole_table(why=WITHDRAWN).filter(
        case=OuterRef("pk"), kind=REGISTER_CONSENT
    )
    rows = Case.objects.whole_table(why=WITHDRAWN).filter(register_handle__isnull=False)
    asked = rows.annotate(answer=Subquery(said.order_by("-seq").values("state")[:1]))
    for case in by_key(asked.filter(answer__in=NO)):
        handle = _handle(case)
        if handle:
            yield case.pk, handle


def _handle(case: Case) -> str:
    """The handle of the entry of a case; empty where its key is gone or it has none."""
    try:
        return open_envelope(case.envelope_id, case.holder_id).read(case, "register_handle")
    except EnvelopeClosed:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Reportable):
    """What a case says now, for the entry behind its handle."""

    handle: str
    identity: Identity


def cases_to_correct() -> Iterator[UUID]:
    """Registered cases that say something else than when the register was told."""
    rows = Case.objects.whole_table(why=CORRECTED).filter(register_stale=True).only("pk")
    yield from (case.pk for case in by_key(rows))


def correction_of(case_id: UUID, *, now: datetime) -> Correction | None:
    """Take what a case says now to its entry; call it in the correcting transaction.

    The ground is the one the entry stands on: a registration that may be kept must be right.
    """
    rows = Case.objects.whole_table(why=CORRECTED).select_for_update(of=("self",))
    case = rows.select_related("person").filter(pk=case_id, register_stale=True).first()
    if case is None:
        return None
    case.register_stale = False
    case.save(update_fields=["register_stale"])
    handle = _handle(case)
    if not handle:
        return None
    record(
        actor=None,
        action=CasePermission.CASE_IDENTITY,
        kind="case",
        id=case_id,
        now=now,
        purpose="registration",
    )
    envelope = open_envelope(case.envelope_id, case.holder_id)
    person = open_envelope(case.person.envelope_id, case.holder_id)
    names = Identity.__dataclass_fields__
    return Correction(
        **_reportable(case, envelope),
        handle=handle,
        identity=Identity.of({name: person.read(case.person, name) for name in names}),
    )


def forget_handle(case_id: UUID) -> None:
    """The entry is withdrawn; the case no longer points at it."""
    cases = Case.objects.whole_table(why=WITHDRAWN)
    cases.filter(pk=case_id).update(register_handle=None)
