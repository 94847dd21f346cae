# SPDX-License-Identifier: EUPL-1.2
"""Next steps: every open case has one with a date, or it shows as standing still."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Action, Case
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import NotAllowed, Refused
from ketenzicht.core.guard import found_in
from ketenzicht.core.obligations.acting import act
from ketenzicht.core.terms import end_of, term_end
from ketenzicht.reference import deadline
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def add_action_by_term(
    case: Case, *, actor: Member, words: str, term: str, now: datetime
) -> Action:
    """Write a next step whose day a term says, and keep by which version of it."""
    rule = deadline(term, local_date(now), case.region)
    due = end_of(rule, now)
    return add_action(case, actor=actor, words=words, due=due, now=now, term=rule.version)


def add_action(
    case: Case, *, actor: Member, words: str, due: datetime, now: datetime, term: str = ""
) -> Action:
    """Write a next step on a locked case the actor may write on."""
    if due <= now:
        raise Refused(_("The date of the next step has to lie ahead."), field="due")
    if due > term_end("step_farthest", now, case.region):
        raise Refused(_("This is too far ahead. Check the year."), field="due")
    action = Action(
        id=uuid4(),
        case=case,
        organisation=actor.organisation,
        by=actor,
        made_at=now,
        due=due,
        term=term,
    )
    open_envelope(case.envelope_id, actor.organisation_id).write(action, "words", words)
    action.save(force_insert=True)
    log(case, "planned", actor=actor, now=now, due=due.isoformat())
    return action


@act()
def plan_action(
    *, actor: Member, case_id: UUID, words: str, due: datetime, now: datetime
) -> Action:
    """Plan a step with a date."""
    access = case_for(actor, case_id, Act.PLAN, now=now)
    return add_action(access.case, actor=actor, words=words, due=due, now=now)


@act()
def finish_action(
    *, actor: Member, case_id: UUID, action_id: UUID, version: int, now: datetime
) -> Action:
    """Say that a step is done; only who would do it, or the holder, can."""
    access = case_for(actor, case_id, Act.FINISH, now=now)
    rows = Action.objects.for_reader(actor, now).select_for_update(of=("self",))
    action = found_in(rows, case=access.case, pk=action_id)
    if action.organisation_id != actor.organisation_id and not access.holds:
        raise NotAllowed
    check_version(action, version)
    if action.done_at is not None:
        raise Refused(_("This step was done already."))
    action.done_at, action.done_by = now, actor
    action.save(update_fields=["done_at", "done_by", "version"])
    log(access.case, "done", actor=actor, now=now)
    return action


@act()
def undo_finish(
    *, actor: Member, case_id: UUID, action_id: UUID, version: int, now: datetime
) -> Action:
    """Take *done* back."""
    access = case_for(actor, case_id, Act.FINISH, now=now)
    rows = Action.objects.for_reader(actor, now).select_for_update(of=("self",))
    action = found_in(rows, case=access.case, pk=action_id, done_at__isnull=False)
    if action.organisation_id != actor.organisation_id and not access.holds:
        raise NotAllowed
    check_version(action, version)
    action.done_at = action.done_by = None
    action.save(update_fields=["done_at", "done_by", "version"])
    log(access.case, "undone", actor=actor, now=now)
    return action
