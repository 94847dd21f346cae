# SPDX-License-Identifier: EUPL-1.2
"""Two humans make a person: one asks for access, another confirms it, else nothing holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.acts.access import Act, require_act
from ketenzicht.accounts.models import AccessRequest, Member, User
from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.policies import has_entered
from ketenzicht.accounts.selectors import (
    access_request,
    asker_of,
    confirmers,
    members_with,
    waiting_for,
)
from ketenzicht.accounts.services.codes import change_address, forget_factors, new_invitation
from ketenzicht.accounts.services.granting import check_roles, give_exactly, grant
from ketenzicht.accounts.services.notifying import notify
from ketenzicht.accounts.services.tracing import trace
from ketenzicht.accounts.states import ASKED_NEXT, ORGANISATION, Asked, AskedState
from ketenzicht.audit.services import record
from ketenzicht.core.chunks import by_key
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import require
from ketenzicht.core.states import advance
from ketenzicht.core.terms import term_end
from ketenzicht.mail.services import notify_address

MAY = AccountPermission
TERM = "access_request"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Somebody who got what was asked, and the code to come in with where one is needed."""

    member: Member
    code: str = field(repr=False)


def ask(
    actor: Member,
    member: Member,
    kind: Asked,
    *,
    now: datetime,
    roles: frozenset[str] = frozenset(),
    email: str = "",
) -> AccessRequest:
    """Write down what waits for a second human, in the act of whoever asks it."""
    if waiting_for(member, now) is not None:
        raise Refused(_("Something waits to be confirmed for this person already."))
    # One whose term ran out before the sweep came holds nothing, and stands in nobody's way.
    member.access_requests.filter(state=AskedState.WAITING).update(state=AskedState.LAPSED)
    asked = AccessRequest.objects.create(
        member=member,
        kind=kind,
        roles=" ".join(sorted(roles)),
        email=email,
        asked_by=actor.user,
        asked_at=now,
        lapses_at=term_end(TERM, now),
    )
    notify(confirmers(asked, now), AccountNotice.ACCESS_ASKED, now=now)
    _notify(asked, AccountNotice.ACCESS_ASKED, now)
    return asked


@act()
def confirm_access(*, actor: Member, request_id: UUID, now: datetime) -> Confirmed:
    """Let what another asked hold from now on; the code goes to who confirms, not to who asked."""
    require(actor, MAY.MEMBER_CONFIRM)
    asked = _locked(actor, request_id, now)
    require_act(actor, asked, Act.CONFIRM, now)
    return _confirm(asked, actor, now)


@act()
def decline_access(*, actor: Member, request_id: UUID, now: datetime) -> AccessRequest:
    """Refuse what another asked; nothing of it ever held."""
    require(actor, MAY.MEMBER_CONFIRM)
    asked = _locked(actor, request_id, now)
    require_act(actor, asked, Act.DECLINE, now)
    return _end(asked, AskedState.DECLINED, actor, now)


@act()
def withdraw_access(*, actor: Member, request_id: UUID, now: datetime) -> AccessRequest:
    """Take back what was asked and is not confirmed yet."""
    require(actor, MAY.MEMBER_CONFIRM)
    asked = _locked(actor, request_id, now)
    require_act(actor, asked, Act.WITHDRAW, now)
    return _end(asked, AskedState.WITHDRAWN, actor, now)


def confirm_as_operator(*, email: str, now: datetime) -> Confirmed:
    """Confirm from the machine itself, while nobody who takes part can: the first beginning."""
    with act():
        rows = AccessRequest.objects.select_for_update(of=("self",)).select_related("member")
        waiting = rows.filter(
            member__user__email__iexact=email, state=AskedState.WAITING, lapses_at__gt=now
        )
        asked = waiting.first()
        if asked is None:
            raise NotFound(_("Nothing waits to be confirmed for this address."))
        if confirmers(asked, now).exists():
            raise Refused(_("Somebody who takes part can confirm this; ask them."))
        return _confirm(asked, None, now)


def lapse_requests(*, now: datetime) -> int:
    """Let requests lapse that nobody confirmed in time; returns how many."""
    due = AccessRequest.objects.filter(state=AskedState.WAITING, lapses_at__lte=now)
    return sum(_lapse(asked.pk, now) for asked in by_key(due.only("pk")))


def withdraw_for(member: Member, now: datetime) -> None:
    """Take back what waits for somebody whose access ends, in the act of the end."""
    for asked in member.access_requests.filter(state=AskedState.WAITING):
        _step(asked, AskedState.WITHDRAWN, None, now)


@act()
def _lapse(request_id: UUID, now: datetime) -> bool:
    rows = AccessRequest.objects.select_for_update(of=("self",))
    asked = rows.filter(pk=request_id, state=AskedState.WAITING, lapses_at__lte=now).first()
    if asked is None:
        return False
    _step(asked, AskedState.LAPSED, None, now)
    _notify(asked, AccountNotice.ACCESS_DECIDED, now)
    _trace(asked, None, "lapsed", now)
    return True


def _confirm(asked: AccessRequest, actor: Member | None, now: datetime) -> Confirmed:
    member = asked.member
    asker = asker_of(asked, now)
    # What could be given when it was asked may not be any more.
    if asked.roles:
        check_roles(asked.asked_roles, asker)
    code = _GIVE[Asked(asked.kind)](asked, asker, now)
    _step(asked, AskedState.CONFIRMED, actor, now)
    _notify(asked, AccountNotice.ACCESS_DECIDED, now)
    _trace(asked, actor, "confirmed", now)
    return Confirmed(member, code)


def _let_in(asked: AccessRequest, asker: Member, now: datetime) -> str:
    member = asked.member
    member.active, member.until = True, None
    member.save(update_fields=["active", "until"])
    give_exactly(member, asked.asked_roles, actor=asker, today=local_date(now))
    return "" if has_entered(member.user) else new_invitation(asker, member, now)


def _give_roles(asked: AccessRequest, asker: Member, now: datetime) -> str:
    if not asked.member.active:
        raise Refused(_("This person has no access."))
    grant(asked.member, asked.asked_roles, actor=asker, today=local_date(now))
    return ""


def _give_code(asked: AccessRequest, asker: Member, now: datetime) -> str:
    if not asked.member.active:
        raise Refused(_("This person has no access."))
    if asked.email:
        change_address(asked.member.user, asked.email, now)
    forget_factors(asked.member.user)
    return new_invitation(asker, asked.member, now)


_GIVE = {Asked.ACCESS: _let_in, Asked.ROLES: _give_roles, Asked.CODE: _give_code}


def _locked(actor: Member, request_id: UUID, now: datetime) -> AccessRequest:
    # Another organisation's answers as one that is not there; then the row itself, for one act.
    access_request(actor, request_id, now)
    rows = AccessRequest.objects.select_for_update(of=("self",))
    return rows.select_related("member__user", "member__organisation").get(pk=request_id)


def _end(asked: AccessRequest, to: AskedState, actor: Member, now: datetime) -> AccessRequest:
    _step(asked, to, actor, now)
    _notify(asked, AccountNotice.ACCESS_DECIDED, now)
    _trace(asked, actor, str(to), now)
    return asked


def _step(asked: AccessRequest, to: AskedState, actor: Member | None, now: datetime) -> None:
    asked.state = advance(AskedState(asked.state), to, ASKED_NEXT)
    asked.decided_at = now
    # Who takes back decides nothing: whoever decides is another human than who asked.
    if actor is not None and to is not AskedState.WITHDRAWN:
        asked.decided_by = actor.user
    asked.save(update_fields=["state", "decided_by", "decided_at"])


def _notify(asked: AccessRequest, reason: AccountNotice, now: datetime) -> None:
    """Tell the person and the privacy officers of the organisation; never what it is about."""
    user: User = asked.member.user
    if has_entered(user):
        notify_address(user.email, user.language, reason, now=now)
    officers = members_with("privacy_officer", asked.member.organisation_id, now)
    notify(officers.exclude(user__in=[asked.asked_by_id, user.pk]), reason, now=now)


def _trace(asked: AccessRequest, actor: Member | None, outcome: str, now: datetime) -> None:
    member = asked.member
    if actor is not None:
        trace(actor, MAY.MEMBER_CONFIRM, member, outcome=outcome, now=now, kind=asked.kind)
        return
    record(
        actor=None, action=MAY.MEMBER_CONFIRM, kind="member", id=member.pk, now=now, outcome=outcome
    )
    touch(ORGANISATION, member.organisation_id, now=now, by=outcome)
