# SPDX-License-Identifier: EUPL-1.2
"""Changing a case: its name, its worker, its forms, its state and its risk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case, Label
from ketenzicht.cases.file.selectors.able import workers_of
from ketenzicht.cases.file.selectors.labels import LABEL
from ketenzicht.cases.file.services.following import follow_up
from ketenzicht.cases.file.services.journal import (
    case_for,
    check_version,
    log,
    mark_register_stale,
)
from ketenzicht.cases.file.states import CASE_NEXT, CaseState
from ketenzicht.core.chunks import by_key
from ketenzicht.core.clock import local_date, today
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.states import advance
from ketenzicht.core.terms import after
from ketenzicht.reference import Period
from ketenzicht.search.services import index_text
from ketenzicht.vault.services import EnvelopeClosed, new_envelope, open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def set_label(*, actor: Member, case_id: UUID, words: str, now: datetime) -> Label:
    """Give a case a name of your own; no other organisation reads or searches it."""
    case = case_for(actor, case_id, Act.LABEL, now=now).case
    rows = Label.objects.for_reader(actor, now).select_for_update(of=("self",))
    label = rows.filter(case=case, organisation=actor.organisation).first()
    if label is None:
        envelope = new_envelope(kind="label", origin=actor.organisation, now=now)
        label = Label(
            id=uuid4(), case=case, organisation=actor.organisation, envelope_id=envelope.id
        )
    else:
        envelope = open_envelope(label.envelope_id, actor.organisation_id)
    envelope.write(label, "words", words)
    label.indexed = True
    label.save()
    index_text(LABEL, case.pk, actor.organisation_id, words)
    return label


def index_labels() -> int:
    """Make search words of the own names from before there were any; safe to repeat."""
    rows = Label.objects.whole_table(why="own names without search words").filter(indexed=False)
    return sum(_index(label) for label in by_key(rows))


@act()
def _index(label: Label) -> bool:
    try:
        envelope = open_envelope(label.envelope_id, label.organisation_id)
    except EnvelopeClosed:
        return False
    index_text(LABEL, label.case_id, label.organisation_id, envelope.read(label, "words"))
    rows = Label.objects.whole_table(why="own names without search words")
    return rows.filter(pk=label.pk).update(indexed=True) == 1


@act()
def assign_worker(
    *, actor: Member, case_id: UUID, worker_id: UUID, version: int, now: datetime
) -> Case:
    """Say which colleague does this case; the organisation stays the holder."""
    case = case_for(actor, case_id, Act.WORKER, now=now).case
    check_version(case, version)
    found = workers_of(case, now).filter(pk=worker_id).first()
    if found is None:
        raise Refused(_("Choose a colleague who may do this case now."), field="worker")
    case.worker = found
    case.save(update_fields=["worker", "version"])
    log(case, "assigned", actor=actor, now=now)
    return case


@act()
def set_forms(
    *, actor: Member, case_id: UUID, forms: tuple[str, ...], version: int, now: datetime
) -> Case:
    """Say which forms of exploitation it looks like; later knowledge replaces earlier."""
    case = case_for(actor, case_id, Act.FORMS, now=now).case
    check_version(case, version)
    if not set(forms) <= reference.known("exploitation_forms", by=today()):
        raise Refused(_("This form is not known."), field="forms")
    envelope = open_envelope(case.envelope_id, actor.organisation_id)
    before = set((envelope.read(case, "forms") or "").split(","))
    envelope.write(case, "forms", ",".join(forms))
    mark_register_stale(case)
    case.save(update_fields=["forms", "register_stale", "version"])
    log(case, "forms", actor=actor, now=now)
    for form in sorted(set(forms) - before):
        follow_up(case, actor=actor, turn="form", to=form, now=now)
    return case


@act()
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
    case = case_for(actor, case_id, Act.MOVE, now=now).case
    check_version(case, version)
    if state in {CaseState.CLOSED, CaseState.REFERRED_OUT}:
        raise Refused(_("Close a case or hand it over on its own page."), field="state")
    if state is CaseState.PAUSED and review_at is None:
        raise Refused(_("Say when you look at this case again."), field="review_at")
    case.state = advance(CaseState(case.state), state, CASE_NEXT)
    case.review_at = review_at if state is CaseState.PAUSED else None
    case.save(update_fields=["state", "review_at", "version"])
    log(case, "moved", actor=actor, now=now, state=case.state)
    follow_up(case, actor=actor, turn="state", to=case.state, now=now)
    return case


@act()
def set_risk(
    *,
    actor: Member,
    case_id: UUID,
    risk: str,
    domains: tuple[str, ...] | None = None,
    version: int,
    now: datetime,
) -> Case:
    """Confirm how unsafe it is, and where the danger comes from; the review date follows."""
    case = case_for(actor, case_id, Act.RISK, now=now).case
    check_version(case, version)
    if domains is not None:
        _write_domains(case, actor, domains)
    level = reference.code("risk_levels", risk, by=local_date(now))
    case.risk = level.code
    case.review_at = after(now, Period.parse(str(level.attributes["review"])))
    case.save(update_fields=["risk", "risk_domains", "review_at", "version"])
    log(case, "risk", actor=actor, now=now, risk=risk)
    return case


@act()
def set_residence(
    *, actor: Member, case_id: UUID, status: str, version: int, now: datetime
) -> Case:
    """Record the right to stay, on which insurance, income and who pays hang."""
    case = case_for(actor, case_id, Act.RESIDENCE, now=now).case
    check_version(case, version)
    if status not in reference.known("residence_status", by=today()) | {""}:
        raise Refused(_("This right to stay is not known."), field="status")
    case.residence_status = status
    case.save(update_fields=["residence_status", "version"])
    log(case, "residence", actor=actor, now=now)
    return case


def _write_domains(case: Case, actor: Member, domains: tuple[str, ...]) -> None:
    if not set(domains) <= reference.known("risk_domains", by=today()):
        raise Refused(_("This choice is not known."), field="domains")
    envelope = open_envelope(case.envelope_id, actor.organisation_id)
    envelope.write(case, "risk_domains", ",".join(domains))
