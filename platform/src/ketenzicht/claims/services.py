# SPDX-License-Identifier: EUPL-1.2
"""Changing a claim: one proposes, another sees it, and from its day on it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.selectors import national_coordination
from ketenzicht.audit.services import record
from ketenzicht.claims import selectors
from ketenzicht.claims.acts import changes, parts
from ketenzicht.claims.acts.changes import require_act
from ketenzicht.claims.acts.parts import require_act as require_part_act
from ketenzicht.claims.models import Change, Part
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.claims.policies import why_not_change
from ketenzicht.claims.states import ChangeState
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import require
from ketenzicht.reference import MalformedReferenceError, OwnRow
from ketenzicht.reference.catalogue import check_with, ended
from ketenzicht.reference.contradictions import contradicted
from ketenzicht.reference.own_rows import identity
from ketenzicht.reference.writing import read_rows, write_rows

MOST = 200  # rows of another installation in one file: each is to be seen by somebody
CHANGE, PART = "claim_change", "claim_part"


@act()
def propose_version(
    *,
    actor: Member,
    part: str,
    section: str,
    row: Mapping[str, Any],
    why: str,
    now: datetime,
) -> Change:
    """Propose a version of a claim; what began before its day keeps the rule it began under."""
    begins = row.get("valid_from")
    if not isinstance(begins, date) or begins < local_date(now):
        sentence = _("Choose today or a later day: what began before keeps its rule.")
        raise Refused(sentence, field="valid_from")
    return _propose(actor, OwnRow(part=part, section=section, row=row), why, now)


@act()
def propose_look(
    *,
    actor: Member,
    part: str,
    section: str,
    look_at: date | None,
    row: Mapping[str, Any],
    why: str,
    now: datetime,
) -> Change:
    """Propose that a version still holds: until when nobody has to look, and who stands for it."""
    own = OwnRow(part=part, section=section, row=row, is_look=True, look_at=look_at)
    return _propose(actor, own, why, now)


@act()
def propose_from_elsewhere(*, actor: Member, written: str, now: datetime) -> list[Change]:
    """Propose the rows of another installation, each to be seen by a second person here."""
    require(actor, ClaimPermission.CLAIM_CHANGE)
    try:
        found = read_rows(written.lstrip("\ufeff"))
    except MalformedReferenceError as problem:
        raise Refused(_("This file cannot be read: %(why)s") % {"why": problem}) from problem
    if len(found) > MOST:
        sentence = _("This file has %(rows)s rows. Take in at most %(most)s at a time.")
        raise Refused(sentence % {"rows": len(found), "most": MOST}, field="written")
    here, today = selectors.taken_rows(), local_date(now)
    new = [own for own in found if own not in here]
    return [_propose(actor, _not_before(own, today), _why_from(own), now) for own in new]


def _not_before(own: OwnRow, today: date) -> OwnRow:
    """A row that held elsewhere already begins here today: what began before keeps its rule."""
    begins = own.row.get("valid_from")
    if own.is_look or type(begins) is not date or begins >= today:
        return own
    return OwnRow(part=own.part, section=own.section, row={**own.row, "valid_from": today})


@act()
def accept_change(*, actor: Member, change_id: UUID, now: datetime) -> Change:
    """Take a change over; from its day on every page, form, alarm and file goes by it."""
    change = _locked(actor, change_id, now)
    require_act(actor, change, changes.Act.ACCEPT)
    check = [*selectors.taken_rows(), *read_rows(change.written)]
    _check(check)
    _decide(change, actor, ChangeState.ACCEPTED, now)
    transaction.on_commit(partial(_holds_now, now))
    return change


@act()
def refuse_change(*, actor: Member, change_id: UUID, now: datetime) -> Change:
    """Leave a claim as it is; whoever proposed the change may do so too."""
    change = _locked(actor, change_id, now)
    require_act(actor, change, changes.Act.REFUSE)
    _decide(change, actor, ChangeState.REFUSED, now)
    return change


@act()
def take_part(*, actor: Member, code: str, now: datetime) -> Part:
    """Look after a part from now on: what asks to be looked at is on one's own day."""
    part = _part(code)
    require_part_act(actor, part, parts.Act.TAKE)
    part.steward, part.owner = actor, actor.organisation
    part.save(update_fields=["steward", "owner"])
    return _note_part(actor, part, now)


@act()
def leave_part(*, actor: Member, code: str, now: datetime) -> Part:
    """No longer look after a part; it goes back to the national coordination."""
    part = _part(code)
    require_part_act(actor, part, parts.Act.LEAVE)
    part.steward, part.owner = None, national_coordination()
    part.save(update_fields=["steward", "owner"])
    return _note_part(actor, part, now)


@act()
def count_parts(*, now: datetime) -> None:
    """Work out of each part by when somebody has to look again, and what is contradicted."""
    known = {part.code: part for part in Part.objects.whole_table(why="what asks to be looked at")}
    due: dict[str, date] = {}
    today = local_date(now)
    for each in reference.entries():
        if not ended(each, today):
            due[each.part] = min(each.claim.look_again, due.get(each.part, date.max))
    against = Counter(each.part for each in contradicted(today))
    for code, day in due.items():
        part = known.get(code) or Part(code=code, owner=national_coordination())
        part.due_on, part.contradicted, part.counted_at = day, against[code], now
        part.save()
        touch(PART, part.pk, now=now, by="counted")


def _holds_now(now: datetime) -> None:
    refresh()
    count_parts(now=now)


def refresh() -> None:
    """Let the rows that were taken stand in the place of ours, in this process."""
    reference.put(selectors.taken_rows())


def _propose(actor: Member, own: OwnRow, why: str, now: datetime) -> Change:
    code, only_in, agreed = identity(own.row, own.section)
    if not own.is_look and type(own.row.get("valid_from")) is not date:
        problem = f"{own.section} {code}: 'valid_from' is no date"
        raise Refused(_("This cannot hold: %(why)s") % {"why": problem})
    region = only_in or agreed or ""
    refusal = why_not_change(actor, region)
    if refusal is not None:
        raise refusal
    own = _signed(own, actor)
    _refuse_unknown_version(own, code)
    _check([*selectors.taken_rows(), own])
    change = Change.objects.create(
        part=own.part,
        section=own.section,
        code=code,
        region=region,
        is_look=own.is_look,
        begins=own.look_at if own.is_look else own.row.get("valid_from"),
        written=write_rows([own]),
        why=why,
        proposed_by=actor,
        proposed_at=now,
    )
    _note(actor, change, now)
    return change


def _why_from(own: OwnRow) -> str:
    """Why a row from elsewhere is proposed, and who stands for it there: nobody here yet."""
    confirmed = own.row.get("confirmed")
    if not isinstance(confirmed, dict):
        return str(_("Taken from another installation"))
    words = {"name": confirmed.get("organisation")}
    return str(_("Taken from another installation, where %(name)s stands for it")) % words


def _signed(own: OwnRow, actor: Member) -> OwnRow:
    """A version says on the screens who put it in the place of ours."""
    if own.is_look or "set_by" in own.row:
        return own
    row = {**own.row, "set_by": actor.organisation.name}
    return OwnRow(part=own.part, section=own.section, row=row)


def _refuse_unknown_version(own: OwnRow, code: str) -> None:
    """A row takes the place of a version that stands there, and never of itself."""
    named = own.row.get("supersedes")
    if named is None:
        return
    there = {each.fact.version for each in reference.entries() if each.section == own.section}
    if named not in there or named == f"{code}@{own.row.get('valid_from')}":
        problem = f"{own.section} {code}: 'supersedes' names '{named}', which is no other row"
        raise Refused(_("This cannot hold: %(why)s") % {"why": problem})


def _check(rows: Iterable[OwnRow]) -> None:
    try:
        check_with([*rows])
    except (MalformedReferenceError, KeyError, TypeError, FileNotFoundError) as problem:
        raise Refused(_("This cannot hold: %(why)s") % {"why": problem}) from problem


def _decide(change: Change, actor: Member, state: ChangeState, now: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state, actor, now
    change.save(update_fields=["state", "decided_by", "decided_at"])
    _note(actor, change, now)


def _locked(actor: Member, change_id: UUID, now: datetime) -> Change:
    rows = Change.objects.for_reader(actor, now).select_for_update(of=("self",))
    found = rows.filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


def _part(code: str) -> Part:
    rows = Part.objects.whole_table(why="the part that somebody looks after")
    found = rows.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def _note(actor: Member, change: Change, now: datetime) -> None:
    """Every act on a change passes here: it is on record, and its work is looked at."""
    touch(CHANGE, change.pk, now=now, by=str(change.state))
    record(
        actor=actor,
        action=ClaimPermission.CLAIM_CHANGE,
        kind=CHANGE,
        id=change.pk,
        now=now,
        purpose="change",
        detail={"state": str(change.state), "claim": str(change)},
    )


def _note_part(actor: Member, part: Part, now: datetime) -> Part:
    touch(PART, part.pk, now=now, by="steward")
    record(
        actor=actor,
        action=ClaimPermission.CLAIM_CHANGE,
        kind=PART,
        id=part.pk,
        now=now,
        purpose="change",
        detail={"part": part.code},
    )
    return part
