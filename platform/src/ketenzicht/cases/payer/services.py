# SPDX-License-Identifier: EUPL-1.2
"""Who pays. Care first, money later: nothing in the care asks for the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.selectors import organisation
from ketenzicht.accounts.services import require_mandate
from ketenzicht.accounts.states import Power
from ketenzicht.audit.services import record
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import case_for, check_version
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.services.tracks import add_step
from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.payer.ladders import steps_of
from ketenzicht.cases.payer.models import Dispute, PayerStatement
from ketenzicht.cases.payer.selectors import decides, last_said, organisations_deciding
from ketenzicht.cases.payer.states import Said
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import require
from ketenzicht.vault.services import new_envelope, share_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def open_dispute(
    *,
    actor: Member,
    case_id: UUID,
    staying_id: UUID,
    other_id: UUID,
    ladder: str = "",
    now: datetime,
) -> Dispute:
    """Record that two municipalities disagree; the one where the person stays pays meanwhile."""
    case = _case_to_dispute(actor, case_id, {staying_id, other_id}, now)
    staying, other = organisation(staying_id), organisation(other_id)
    if staying.pk == other.pk:
        raise Refused(_("Choose two different municipalities."), field="other")
    if {staying.kind, other.kind} != {"municipality"}:
        raise Refused(_("Only municipalities can disagree about this."), field="other")
    rows = Dispute.objects.whole_table(why="one open dispute per case")
    if rows.filter(case=case, resolved_at=None).exists():
        raise Refused(_("The clock of a dispute about this case already runs."))
    dispute = Dispute.objects.create(
        case=case,
        first=staying,
        second=other,
        interim_payer=staying,
        ladder=ladder,
        opened_at=now,
        opened_by=actor,
    )
    add_step(case, actor=actor, track="municipality", step="disputed", since=now, now=now)
    notify("dispute_opened", now=now, by=actor.organisation_id, first=staying.pk, second=other.pk)
    return dispute


def _case_to_dispute(actor: Member, case_id: UUID, parties: set[UUID], now: datetime) -> Case:
    """The holder says it of any two; a municipality the case is shared with says it of itself."""
    access = case_for(actor, case_id, Act.DISPUTE, now=now)
    if not access.holds and actor.organisation_id not in parties:
        raise NotAllowed(_("A municipality speaks for itself only."))
    return access.case


@act()
def resolve_dispute(
    *,
    actor: Member,
    dispute_id: UUID,
    payer_id: UUID,
    version: int,
    now: datetime,
    words: str = "",
) -> Dispute:
    """Record who pays after all: that municipality itself says so, or who directs the chain."""
    dispute, case = _locked(actor, dispute_id, payer_id, version, now)
    mine = actor.organisation_id == payer_id
    if not mine and not decides(actor, dispute):
        raise NotAllowed(_("A municipality takes on the costs itself. Propose it, and say why."))
    if not mine and not words.strip():
        raise Refused(_("Give a reason. Both municipalities read it."), field="words")
    require_mandate(actor, Power.PAYER_DISPUTE, case.region, CasePermission.DISPUTE_READ, now=now)
    word = _Word(Said.TAKEN if mine else Said.DECIDED, payer_id, words)
    _say(dispute, word, actor, now)
    dispute.resolved_at, dispute.resolved_by, dispute.payer_id = now, actor, payer_id
    dispute.save()
    add_step(case, actor=actor, track="municipality", step="claimed", since=now, now=now)
    notify(
        "dispute_resolved",
        now=now,
        by=actor.organisation_id,
        holder=case.holder_id,
        first=dispute.first_id,
        second=dispute.second_id,
    )
    return dispute


@act()
def propose_payer(
    *, actor: Member, dispute_id: UUID, payer_id: UUID, words: str, version: int, now: datetime
) -> PayerStatement:
    """Propose which municipality pays; nothing is settled until that municipality says yes."""
    dispute, case = _locked(actor, dispute_id, payer_id, version, now)
    if actor.organisation_id == payer_id:
        raise Refused(_("You need not propose this to yourselves: say that you pay."))
    if actor.organisation_id not in {case.holder_id, dispute.first_id, dispute.second_id}:
        raise NotAllowed
    _give_reason(words)
    return _keep(dispute, _Word(Said.PROPOSED, payer_id, words), actor, now)


@act()
def decline_payer(
    *, actor: Member, dispute_id: UUID, words: str, version: int, now: datetime
) -> PayerStatement:
    """Say no to a proposal that one's own municipality pays, with a reason both read."""
    dispute, case = _locked(actor, dispute_id, actor.organisation_id, version, now)
    if last_said(dispute) != (Said.PROPOSED, actor.organisation_id):
        raise Refused(_("There is no proposal to answer."))
    require_mandate(actor, Power.PAYER_DISPUTE, case.region, CasePermission.DISPUTE_READ, now=now)
    _give_reason(words)
    word = _Word(Said.DECLINED, actor.organisation_id, words)
    return _keep(dispute, word, actor, now)


def _locked(
    actor: Member, dispute_id: UUID, payer_id: UUID, version: int, now: datetime
) -> tuple[Dispute, Case]:
    """Lock an open disagreement in reach, on the version that was seen, and its case."""
    require(actor, CasePermission.DISPUTE_READ)
    rows = Dispute.objects.for_reader(actor, now).select_for_update(of=("self",))
    dispute = found_in(rows, pk=dispute_id)
    check_version(dispute, version)
    if payer_id not in {dispute.first_id, dispute.second_id}:
        raise Refused(_("Choose one of the two municipalities."), field="payer")
    if dispute.resolved_at is not None:
        raise Refused(_("This was settled already."))
    cases = Case.objects.whole_table(why="the case of a dispute in reach")
    return dispute, cases.select_for_update(of=("self",)).get(pk=dispute.case_id)


def _give_reason(words: str) -> None:
    if not words.strip():
        raise Refused(_("Give a reason. Both municipalities read it."), field="words")


@dataclass(frozen=True, slots=True)
class _Word:
    """What somebody says about which municipality, and why."""

    kind: Said
    payer_id: UUID
    words: str


def _keep(dispute: Dispute, word: _Word, actor: Member, now: datetime) -> PayerStatement:
    said = _say(dispute, word, actor, now)
    dispute.save()
    record(
        actor=actor,
        action=CasePermission.DISPUTE_READ,
        kind="dispute",
        id=dispute.pk,
        now=now,
        detail={"said": str(word.kind), "payer": str(word.payer_id)},
    )
    touch(CASE, dispute.case_id, now=now, by="payer")
    return said


def _say(dispute: Dispute, word: _Word, actor: Member, now: datetime) -> PayerStatement:
    """Keep what was said in an envelope that everybody who sees the disagreement can open."""
    envelope = new_envelope(kind="dispute", origin=actor.organisation, now=now)
    rows = PayerStatement.objects.whole_table(why="what was said in a locked dispute")
    said = PayerStatement(
        id=uuid4(),
        dispute=dispute,
        seq=rows.filter(dispute=dispute).count() + 1,
        kind=word.kind,
        payer_id=word.payer_id,
        organisation=actor.organisation,
        by=actor,
        at=now,
        envelope_id=envelope.id,
    )
    envelope.write(said, "words", word.words)
    said.save(force_insert=True)
    readers = {dispute.case.holder_id, dispute.first_id, dispute.second_id}
    readers |= set(organisations_deciding(dispute.case.region))
    for reader_id in sorted(readers - {actor.organisation_id}, key=str):
        share_envelope(envelope, organisation(reader_id), now=now)
    return said


def escalate_dispute(dispute: Dispute, step: str, *, now: datetime) -> None:
    """Take an open dispute one step up the ladder, once its clock has run."""
    steps = steps_of(dispute.ladder, dispute.opened_at)
    if dispute.resolved_at or step not in steps or steps.index(step) <= steps.index(dispute.step):
        return
    dispute.step = step
    dispute.version += 1
    dispute.save(update_fields=["step", "version"])
    cases = Case.objects.whole_table(why="the case of a dispute whose clock ran")
    case = cases.select_for_update(of=("self",)).get(pk=dispute.case_id)
    add_step(case, actor=None, track="municipality", step=step, since=now, now=now)
    record(
        actor=None,
        action=CasePermission.BOARD_READ,
        kind="dispute",
        id=dispute.pk,
        now=now,
        detail={"step": step},
    )
