# SPDX-License-Identifier: EUPL-1.2
"""Break-glass: one case, one member, one hour, a reason, and somebody who reviews it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.selectors import members_with
from ketenzicht.accounts.services import notify
from ketenzicht.audit.services import record
from ketenzicht.cases.file.models import Block, BreakGlass, Case
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.notices import CaseNotice
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.states import Verdict
from ketenzicht.core import limits
from ketenzicht.core.errors import NotFound, Refused, TooMany
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import require
from ketenzicht.core.terms import term_end
from ketenzicht.vault.services import new_envelope, share_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

SHORTEST_REASON = 20
TRIES_PER_HOUR = 5
HOUR = timedelta(hours=1)  # no term: in which tries are counted
WHY = "sweep over break-glass nobody reviewed"


def break_glass(*, actor: Member, code: str, reason: str, now: datetime) -> BreakGlass:
    """Open one case without a grant. The privacy officers of both sides hear it at once.

    Tries are counted and a code that opens nothing is put on record: nobody fishes for cases.
    """
    require(actor, CasePermission.CASE_BREAK_GLASS)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Say in a sentence why this cannot wait."), field="reason")
    if not limits.allow(f"glass:{actor.user_id}", limit=TRIES_PER_HOUR, window=HOUR, now=now):
        raise TooMany
    try:
        return _break(actor, code, reason, now)
    except NotFound:
        record(
            actor=actor,
            action=CasePermission.CASE_BREAK_GLASS,
            kind="break-glass",
            now=now,
            outcome="no-such-case",
        )
        raise


@act()
def _break(actor: Member, code: str, reason: str, now: datetime) -> BreakGlass:
    case = _case_by_code(actor, code)
    envelope = new_envelope(kind="break-glass", origin=actor.organisation, now=now)
    if case.holder_id != actor.organisation_id:
        share_envelope(envelope, case.holder, now=now)
    broken = BreakGlass(
        id=uuid4(),
        case=case,
        member=actor,
        envelope_id=envelope.id,
        since=now,
        until=term_end("break_glass", now, case.region),
        review_due=term_end("break_glass_review", now, case.region),
    )
    envelope.write(broken, "reason", reason)
    broken.save(force_insert=True)
    log(case, "glass", actor=actor, now=now, action=CasePermission.CASE_BREAK_GLASS)
    _notify_reviewers(broken, actor, now)
    return broken


def _case_by_code(actor: Member, code: str) -> Case:
    rows = Case.objects.whole_table(why="break-glass names one case by its exact code")
    open_to = rows.select_related("holder").exclude(Block.hides(actor, "pk"))
    found = open_to.filter(code=code.strip().upper()).first()
    if found is None:
        raise NotFound
    return found


def _notify_reviewers(broken: BreakGlass, actor: Member, now: datetime) -> None:
    for organisation_id in {actor.organisation_id, broken.case.holder_id}:
        _notify(_reviewers(organisation_id, now), now)


def _notify(members: Iterable[Member], now: datetime) -> None:
    notify(members, CaseNotice.ACCESS_REVIEWED, now=now)


def note_unjudged(*, now: datetime) -> int:
    """Broken glass that nobody judged in time: those who appoint the judges hear it, once."""
    late = BreakGlass.objects.whole_table(why=WHY).filter(
        reviewed_at=None, overdue_at=None, review_due__lte=now
    )
    return sum(
        _note_unjudged(break_glass_id, now) for break_glass_id in late.values_list("pk", flat=True)
    )


@act()
def _note_unjudged(break_glass_id: UUID, now: datetime) -> bool:
    rows = BreakGlass.objects.whole_table(why=WHY).select_for_update(of=("self",))
    broken = (
        rows.select_related("member", "case")
        .filter(pk=break_glass_id, reviewed_at=None, overdue_at=None)
        .first()
    )
    if broken is None:
        return False
    broken.overdue_at = now
    broken.save(update_fields=["overdue_at"])
    for organisation_id in {broken.member.organisation_id, broken.case.holder_id}:
        officers = members_with("privacy_officer", organisation_id, now)
        _notify([*officers, *members_with("administrator", organisation_id, now)], now)
    return True


def _reviewers(organisation_id: UUID, now: datetime) -> list[Member]:
    """The privacy officers of an organisation; where there is none, who can appoint one."""
    officers = members_with("privacy_officer", organisation_id, now)
    return list(officers or members_with("administrator", organisation_id, now))


@act()
def review_break_glass(
    *, actor: Member, break_glass_id: UUID, verdict: Verdict, now: datetime
) -> BreakGlass:
    """Judge a break-glass; never one's own."""
    require(actor, CasePermission.BREAK_GLASS_REVIEW)
    rows = BreakGlass.objects.for_reader(actor, now).select_for_update(of=("self",))
    broken = found_in(rows, pk=break_glass_id)
    if broken.member.user_id == actor.user_id:
        raise Refused(_("You cannot judge what you did yourself."))
    if broken.reviewed_at is not None:
        raise Refused(_("This was judged already."))
    broken.verdict, broken.reviewed_at, broken.reviewed_by = verdict, now, actor
    broken.save()
    touch(CASE, broken.case_id, now=now, by="glass-judged")
    record(
        actor=actor,
        action=CasePermission.BREAK_GLASS_REVIEW,
        kind="case",
        id=broken.case_id,
        now=now,
        detail={"verdict": str(verdict)},
    )
    return broken
