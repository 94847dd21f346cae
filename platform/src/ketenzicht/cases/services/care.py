# SPDX-License-Identifier: EUPL-1.2
"""Writing what happens: notes, contacts, wishes, labels, and where procedures stand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.accounts.selectors import live_members
from ketenzicht.cases.models import Case, Contact, Label, Note, TrackStep, Wish
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.selectors.access import access_to, case_of
from ketenzicht.cases.services.actions import add_action
from ketenzicht.cases.services.journal import check_version, log, open_case_of, shared_case
from ketenzicht.cases.services.telling import tell_desk
from ketenzicht.cases.states import Alarm, Section
from ketenzicht.cases.tracks import TRACKS, next_steps, term_of
from ketenzicht.core.clock import midnight
from ketenzicht.core.errors import Refused
from ketenzicht.core.terms import term_began, term_end
from ketenzicht.vault.services import new_envelope, open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@transaction.atomic
def write_note(*, actor: Member, case_id: UUID, words: str, now: datetime) -> Note:
    """Keep something worth knowing; whoever sees the notes section reads it."""
    access = shared_case(actor, case_id, section=Section.NOTES, now=now)
    note = Note(id=uuid4(), case=access.case, organisation=actor.organisation, by=actor, at=now)
    access.envelope().write(note, "words", words)
    note.save(force_insert=True)
    log(access.case, "noted", actor=actor, now=now)
    return note


FIRST_STEP = {
    Alarm.RELAPSE: ("relapse_talk", _("Talk about going back, in words the person understands")),
    Alarm.MISSING: ("missing_report", _("Tell the police that a minor is missing")),
}


@transaction.atomic
def raise_alarm(*, actor: Member, case_id: UUID, alarm: Alarm, words: str, now: datetime) -> Note:
    """Keep what somebody saw, plan the first step, and warn the holder at once.

    A sign of going back stands until the holder confirms how unsafe it is; a missing minor until
    somebody spoke with them.
    """
    note = write_note(actor=actor, case_id=case_id, words=words, now=now)
    term, step = FIRST_STEP[alarm]
    case = shared_case(actor, case_id, section=Section.NOTES, now=now).case
    add_action(case, actor=actor, words=str(step), due=term_end(term, now), now=now)
    log(case, str(alarm), actor=actor, now=now)
    tell_desk(case.holder_id, "waiting", now=now)
    return note


@transaction.atomic
def log_contact(
    *, actor: Member, case_id: UUID, channel: str, reached: bool, words: str, now: datetime
) -> Contact:
    """Record a try to reach the person; when it worked, the silence ends."""
    access = shared_case(actor, case_id, section=Section.NOTES, now=now)
    contact = Contact(
        id=uuid4(),
        case=access.case,
        organisation=actor.organisation,
        by=actor,
        at=now,
        channel=channel,
        reached=reached,
    )
    access.envelope().write(contact, "words", words)
    contact.save(force_insert=True)
    if reached:
        Case.objects.whole_table(why="end of silence on a locked case").filter(
            pk=access.case.pk
        ).update(last_contact_at=now)
    log(access.case, "contact", actor=actor, now=now, reached="yes" if reached else "no")
    return contact


@transaction.atomic
def record_wish(*, actor: Member, case_id: UUID, words: str, now: datetime) -> Wish:
    """Write down what the person wants, in their own words."""
    access = shared_case(actor, case_id, section=Section.NEEDS, now=now)
    wish = Wish(id=uuid4(), case=access.case, by=actor, at=now)
    access.envelope().write(wish, "words", words)
    wish.save(force_insert=True)
    log(access.case, "wish", actor=actor, now=now)
    return wish


@transaction.atomic
def set_label(*, actor: Member, case_id: UUID, words: str, now: datetime) -> Label:
    """Give a case a name of your own; no other organisation reads or searches it."""
    case = case_of(actor, case_id, now, lock=True)
    access_to(case, actor, now)
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
    label.save()
    return label


@transaction.atomic
def move_track(
    *,
    actor: Member,
    case_id: UUID,
    track: str,
    step: str,
    since: date,
    variant: str = "",
    now: datetime,
) -> TrackStep:
    """Take one procedure to its next step; its deadline follows from the dated rule."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_WRITE, now=now)
    if track not in TRACKS:
        raise Refused(_("This procedure is not known."), field="track")
    rows = TrackStep.objects.for_reader(actor, now).select_for_update(of=("self",))
    standing = rows.filter(case=case, track=track, ended_at=None).first()
    if step not in {code.code for code in next_steps(track, standing.step if standing else None)}:
        raise Refused(_("This step cannot follow where the procedure stands now."), field="step")
    begun = midnight(since)
    if begun > now.replace(hour=23, minute=59):
        raise Refused(_("This day still has to come."), field="since")
    if begun < term_began("procedure_oldest", now):
        raise Refused(_("This is too long ago. Check the year."), field="since")
    return add_step(
        case, actor=actor, track=track, step=step, since=begun, variant=variant, now=now
    )


def add_step(
    case: Case,
    *,
    actor: Member | None,
    track: str,
    step: str,
    since: datetime,
    variant: str = "",
    now: datetime,
) -> TrackStep:
    """End the standing step of a track of a locked case and begin the next."""
    rows = TrackStep.objects.whole_table(why="the track of a locked case")
    rows.filter(case=case, track=track, ended_at=None).update(ended_at=now)
    due, rule = term_of(track, step, since, variant)
    added = TrackStep.objects.create(
        case=case, track=track, step=step, since=since, due=due, rule=rule, by=actor, at=now
    )
    log(case, "track", actor=actor, now=now, track=track, step=step)
    return added


@transaction.atomic
def assign_worker(
    *, actor: Member, case_id: UUID, worker_id: UUID, version: int, now: datetime
) -> Case:
    """Say which colleague does this case; the organisation stays the holder."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_WRITE, now=now)
    check_version(case, version)
    found = live_members(now).filter(pk=worker_id, organisation=actor.organisation_id).first()
    if found is None:
        raise Refused(_("Choose a colleague who works with you now."), field="worker")
    case.worker = found
    case.save(update_fields=["worker", "version"])
    log(case, "assigned", actor=actor, now=now)
    return case


@transaction.atomic
def set_forms(
    *, actor: Member, case_id: UUID, forms: tuple[str, ...], version: int, now: datetime
) -> Case:
    """Say which forms of exploitation it looks like; later knowledge replaces earlier."""
    case = open_case_of(actor, case_id, permission=CasePermission.CASE_WRITE, now=now)
    check_version(case, version)
    known = {code.code for code in reference.codes("exploitation_forms")}
    if not set(forms) <= known:
        raise Refused(_("This form is not known."), field="forms")
    open_envelope(case.envelope_id, actor.organisation_id).write(case, "forms", ",".join(forms))
    case.save(update_fields=["forms", "version"])
    log(case, "forms", actor=actor, now=now)
    return case
