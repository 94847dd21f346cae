# SPDX-License-Identifier: EUPL-1.2
"""Closing a case: every subject is asked whether something is still open."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.cases.care.models import Need
from ketenzicht.cases.care.states import NeedState
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.selectors.able import workers_of
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.cases.file.states import CASE_NEXT, CaseState
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.services.grants import live_grants, stop_grant
from ketenzicht.cases.sharing.states import AtClosing
from ketenzicht.cases.shelter.services.withdrawing import end_request_of
from ketenzicht.cases.transfers.models import Escalation, Transfer
from ketenzicht.cases.transfers.states import OPEN_TRANSFER
from ketenzicht.core.clock import today
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.states import advance
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

SECOND_READER = "second_reader"


@act()
def close_case(
    *,
    actor: Member,
    case_id: UUID,
    reason: str,
    checked: frozenset[str] = frozenset(),
    second_reader: Member | None = None,
    shares: AtClosing | None = None,
    outcomes: tuple[str, ...] = (),
    version: int,
    now: datetime,
) -> Case:
    """Close a case when nothing of it is open and all that its reason asks for was done."""
    case = case_for(actor, case_id, Act.CLOSE, now=now).case
    check_version(case, version)
    _refuse_loose_ends(case)
    _check_second_reader(case, actor, reason, second_reader, now)
    _check_done(reason, checked)
    shared_with = [grant.organisation_id for grant in live_grants(case, now)]
    if shared_with and shares is None:
        raise Refused(_("Others still see this case. Say what happens with that."), field="shares")
    case.state = advance(CaseState(case.state), CaseState.CLOSED, CASE_NEXT)
    case.closed_at, case.closure_reason, case.review_at = now, reason, None
    _write_outcomes(case, actor, outcomes)
    case.save(
        update_fields=["state", "closed_at", "closure_reason", "review_at", "outcomes", "version"]
    )
    detail = {"second_reader": str(second_reader.pk)} if second_reader else {}
    if checked:
        detail["checked"] = ",".join(sorted(checked))
    if shared_with:
        detail["shares"] = str(shares)
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
    end_request_of(case, outcome="case_closed", now=now, actor=actor)
    if shares is AtClosing.STOP:
        for organisation_id in shared_with:
            stop_grant(case, organisation_id, actor, now)
    return case


def _write_outcomes(case: Case, actor: Member, outcomes: tuple[str, ...]) -> None:
    if not set(outcomes) <= reference.known("outcomes", by=today()):
        raise Refused(_("This choice is not known."), field="outcomes")
    envelope = open_envelope(case.envelope_id, actor.organisation_id)
    envelope.write(case, "outcomes", ",".join(outcomes))


def required_for(reason: str) -> frozenset[str]:
    """What has to be done before a case may be closed for this reason."""
    requires = reference.code("closure_reasons", reason, by=today()).attributes.get("requires", ())
    return frozenset(requires if isinstance(requires, tuple) else ())


def _check_done(reason: str, checked: frozenset[str]) -> None:
    left = required_for(reason) - checked - {SECOND_READER}
    if left:
        raise Refused(
            _("For this reason something else comes first. Say what is done."), field="checked"
        )


def _check_second_reader(
    case: Case, actor: Member, reason: str, reader: Member | None, now: datetime
) -> None:
    if SECOND_READER not in required_for(reason):
        return
    if reader is None or reader.user_id == actor.user_id:
        raise Refused(
            _("For this reason a colleague reads along first. Choose who did."),
            field="second_reader",
        )
    if not workers_of(case, now).filter(pk=reader.pk).exists():
        raise Refused(
            _("The second reader is a colleague who may do this case."), field="second_reader"
        )


def _refuse_loose_ends(case: Case) -> None:
    why = "what is still open in a locked case"
    if Transfer.objects.whole_table(why=why).filter(case=case, state__in=OPEN_TRANSFER).exists():
        raise Refused(_("A hand-over is still open. Finish or withdraw it first."))
    if Escalation.objects.whole_table(why=why).filter(case=case, resolved_at=None).exists():
        raise Refused(_("Somebody still has to decide about this case."))
    if Need.objects.whole_table(why=why).filter(case=case, state=NeedState.OPEN).exists():
        raise Refused(_("There are open needs. Choose for each: arranged, or no longer needed."))
