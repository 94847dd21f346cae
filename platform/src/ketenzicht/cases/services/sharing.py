# SPDX-License-Identifier: EUPL-1.2
"""Sharing a case, taking it back, and what the person says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import colleague, organisation
from ketenzicht.cases.models import Block, Case, Consent, Grant, Person, TrackStep
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.services.care import add_step
from ketenzicht.cases.services.journal import log, open_case_of
from ketenzicht.cases.services.transfers import joined
from ketenzicht.cases.states import ConsentState, Section
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.terms import term_end
from ketenzicht.vault.services import new_envelope, open_envelope, share_envelope, withdraw_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

SHARE_CONSENT = "help_share"
POLICE_CONSENT = "police"
INVESTIGATION = frozenset({"police", "kmar", "labour_authority", "prosecution", "emm"})
ENDS_SHARING = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})
WHY = "sharing of one locked case"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is shared, for which purpose, on which legal ground, until when."""

    organisation_id: UUID
    purpose: str
    basis: str
    sections: frozenset[Section]
    until: datetime


@transaction.atomic
def grant_access(*, actor: Member, case_id: UUID, terms: Terms, now: datetime) -> Grant:
    """Let one organisation see named sections until a date; an older grant to it ends."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_GRANT, now=now)
    _check_terms(case, terms, now)
    receiver = organisation(terms.organisation_id)
    _check_consent(case, terms, receiver.kind)
    end_grant(case, receiver.pk, actor, now)
    share_envelope(open_envelope(case.envelope_id, actor.organisation_id), receiver, now=now)
    if Section.IDENTITY in terms.sections:
        identity = open_envelope(_identity_envelope(case), actor.organisation_id)
        share_envelope(identity, receiver, now=now)
    grant = Grant.objects.create(
        case=case,
        organisation=receiver,
        purpose=terms.purpose,
        basis=reference.code("sharing_grounds", terms.basis).code,
        sections=joined(terms.sections),
        granted_by=actor,
        since=now,
        until=terms.until,
    )
    log(
        case,
        "granted",
        actor=actor,
        now=now,
        action=CasePermission.CASE_GRANT,
        to=str(receiver.pk),
        purpose=terms.purpose,
        basis=terms.basis,
    )
    return grant


def _check_terms(case: Case, terms: Terms, now: datetime) -> None:
    if terms.organisation_id == case.holder_id:
        raise Refused(_("Your organisation holds this case already."), field="organisation")
    if not terms.sections:
        raise Refused(_("Choose at least one part to share."), field="sections")
    if not now < terms.until <= term_end("grant_longest", now):
        raise Refused(_("Choose a day within a year from now."), field="until")


def _check_consent(case: Case, terms: Terms, kind: str) -> None:
    """Consent as a ground has to be there; another ground has to be named instead."""
    if terms.basis != "consent":
        return
    wanted = POLICE_CONSENT if kind in INVESTIGATION else SHARE_CONSENT
    if last_answer(case, wanted, terms.organisation_id) is not ConsentState.GIVEN:
        raise Refused(
            _("The person did not say yes to this. Ask first, or name another ground."),
            field="basis",
        )


def last_answer(case: Case, kind: str, recipient_id: UUID | None) -> ConsentState:
    """Return what the person said last about a purpose, for this recipient or for all."""
    rows = Consent.objects.whole_table(why=WHY).filter(case=case, kind=kind).order_by("-seq")
    for row in rows:
        if row.recipient_id in {None, recipient_id}:
            return ConsentState(row.state)
    return ConsentState.NOT_ASKED


@transaction.atomic
def revoke_grant(*, actor: Member, case_id: UUID, grant_id: UUID, now: datetime) -> None:
    """End a grant; the next read already fails."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_GRANT, now=now)
    grant = Grant.objects.for_reader(actor, now).filter(case=case, pk=grant_id).first()
    if grant is None:
        raise NotFound
    end_grant(case, grant.organisation_id, actor, now)
    log(
        case,
        "revoked",
        actor=actor,
        now=now,
        action=CasePermission.CASE_GRANT,
        to=str(grant.organisation_id),
    )


def end_expired(*, now: datetime) -> int:
    """Take the keys of grants whose day has passed; nobody could use them any more."""
    rows = Grant.objects.whole_table(why="grants that ended by themselves")
    passed = rows.filter(revoked_at=None, until__lte=now)
    return sum(_end_one(grant_id, now) for grant_id in list(passed.values_list("pk", flat=True)))


@transaction.atomic
def _end_one(grant_id: UUID, now: datetime) -> bool:
    rows = Grant.objects.whole_table(why=WHY).select_for_update(of=("self",))
    grant = rows.filter(pk=grant_id, revoked_at=None).first()
    if grant is None:
        return False
    cases = Case.objects.whole_table(why=WHY).select_for_update(of=("self",))
    case = cases.get(pk=grant.case_id)
    end_grant(case, grant.organisation_id, None, now)
    log(
        case,
        "revoked",
        actor=None,
        now=now,
        action=CasePermission.CASE_GRANT,
        to=str(grant.organisation_id),
    )
    return True


def end_grant(case: Case, organisation_id: UUID, actor: Member | None, now: datetime) -> None:
    """Take the grant of an organisation on a locked case and the keys that came with it."""
    rows = Grant.objects.whole_table(why=WHY).filter(
        case=case, organisation_id=organisation_id, revoked_at=None
    )
    if rows.update(revoked_at=now, revoked_by=actor):
        for envelope_id in (case.envelope_id, _identity_envelope(case)):
            withdraw_envelope(envelope_id, organisation_id, now=now)


def _identity_envelope(case: Case) -> UUID:
    return Person.objects.whole_table(why=WHY).get(pk=case.person_id).envelope_id


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said about one purpose: for whom, in which language, in their words."""

    kind: str
    state: ConsentState
    recipient_id: UUID | None = None
    language: str = ""
    words: str = ""


@transaction.atomic
def record_consent(*, actor: Member, case_id: UUID, answer: Answer, now: datetime) -> Consent:
    """Write down an answer. A no ends at once what was shared on that consent."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_WRITE, now=now)
    recipient = organisation(answer.recipient_id) if answer.recipient_id else None
    envelope = new_envelope(kind="consent", origin=actor.organisation, now=now)
    rows = Consent.objects.whole_table(why=WHY).filter(case=case)
    consent = Consent(
        id=uuid4(),
        case=case,
        kind=reference.code("consent_kinds", answer.kind).code,
        recipient=recipient,
        state=answer.state,
        at=now,
        by=actor,
        language=answer.language,
        envelope_id=envelope.id,
        seq=rows.count() + 1,
    )
    envelope.write(consent, "words", answer.words)
    consent.save(force_insert=True)
    log(case, "consent", actor=actor, now=now, about=answer.kind, state=str(answer.state))
    if answer.state in ENDS_SHARING:
        _end_what_stood_on_it(case, answer, actor, now)
    if (answer.kind, answer.state) == (POLICE_CONSENT, ConsentState.REFUSED):
        _note_no_police(case, actor, now)
    return consent


def _note_no_police(case: Case, actor: Member, now: datetime) -> None:
    """Who wants no police has a criminal track that says so, unless one runs already."""
    standing = TrackStep.objects.whole_table(why=WHY).filter(case=case, ended_at=None)
    if not standing.filter(track="criminal").exists():
        add_step(case, actor=actor, track="criminal", step="none", since=now, now=now)


def _end_what_stood_on_it(case: Case, answer: Answer, actor: Member, now: datetime) -> None:
    if answer.kind not in {SHARE_CONSENT, POLICE_CONSENT}:
        return
    standing = Grant.objects.whole_table(why=WHY).filter(
        case=case, basis="consent", revoked_at=None
    )
    if answer.recipient_id:
        standing = standing.filter(organisation_id=answer.recipient_id)
    elif answer.kind == POLICE_CONSENT:
        standing = standing.filter(organisation__kind__in=INVESTIGATION)
    for organisation_id in list(standing.values_list("organisation_id", flat=True)):
        end_grant(case, organisation_id, actor, now)
        log(
            case,
            "revoked",
            actor=actor,
            now=now,
            action=CasePermission.CASE_GRANT,
            to=str(organisation_id),
        )


@transaction.atomic
def block_member(*, actor: Member, case_id: UUID, member_id: UUID, now: datetime) -> Block:
    """Close a case to a colleague, for instance one who knows the person."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_GRANT, now=now)
    member = colleague(actor, member_id)
    if member.pk == actor.pk:
        raise Refused(_("You cannot close the case to yourself. Ask a colleague."), field="member")
    block, made = Block.objects.whole_table(why=WHY).get_or_create(
        case=case, member=member, lifted_at=None, defaults={"by": actor, "at": now}
    )
    if made:
        log(case, "blocked", actor=actor, now=now, action=CasePermission.CASE_GRANT)
    return block


@transaction.atomic
def lift_block(*, actor: Member, case_id: UUID, block_id: UUID, now: datetime) -> None:
    """Open a case again to a colleague."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_GRANT, now=now)
    rows = Block.objects.for_reader(actor, now).filter(case=case, pk=block_id, lifted_at=None)
    if not rows.update(lifted_at=now):
        raise NotFound
    log(case, "unblocked", actor=actor, now=now, action=CasePermission.CASE_GRANT)


def default_end(now: datetime) -> datetime:
    """Return until when a grant lasts when nobody chooses."""
    return term_end("grant", now)
