# SPDX-License-Identifier: EUPL-1.2
"""Writing what happens: notes, alarms, contacts, wishes, rules of safe contact."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.care.models import Contact, Note, SafeContact, Wish
from ketenzicht.cases.care.values import SafeRules
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.actions import add_action_by_term
from ketenzicht.cases.file.services.journal import case_for, check_version, log
from ketenzicht.cases.file.services.notify import notify
from ketenzicht.cases.file.states import Alarm
from ketenzicht.core.errors import StaleWrite
from ketenzicht.core.obligations.acting import act
from ketenzicht.vault.services import open_envelope

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@act()
def write_note(*, actor: Member, case_id: UUID, words: str, now: datetime) -> Note:
    """Keep something worth knowing; whoever sees the notes section reads it."""
    access = case_for(actor, case_id, Act.NOTE, now=now)
    note = Note(id=uuid4(), case=access.case, organisation=actor.organisation, by=actor, at=now)
    access.envelope().write(note, "words", words)
    note.save(force_insert=True)
    log(access.case, "noted", actor=actor, now=now)
    return note


FIRST_STEP = {
    Alarm.RELAPSE: ("relapse_talk", _("Talk about going back, in words the person understands")),
    Alarm.MISSING: ("missing_report", _("Tell the police that a minor is missing")),
}


@act()
def raise_alarm(*, actor: Member, case_id: UUID, alarm: Alarm, words: str, now: datetime) -> Note:
    """Keep what somebody saw, plan the first step, and warn the holder at once.

    A sign of going back stands until the holder confirms how unsafe it is; a missing minor until
    somebody spoke with them.
    """
    note = write_note(actor=actor, case_id=case_id, words=words, now=now)
    term, step = FIRST_STEP[alarm]
    case = case_for(actor, case_id, Act.ALARM, now=now).case
    add_action_by_term(case, actor=actor, words=str(step), term=term, now=now)
    log(case, str(alarm), actor=actor, now=now)
    notify("case_alarm", now=now, holder=case.holder_id)
    return note


@act()
def log_contact(
    *, actor: Member, case_id: UUID, channel: str, reached: bool, words: str, now: datetime
) -> Contact:
    """Record a try to reach the person; when it worked, the silence ends."""
    access = case_for(actor, case_id, Act.CONTACT, now=now)
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


@act()
def record_wish(*, actor: Member, case_id: UUID, words: str, now: datetime) -> Wish:
    """Write down what the person wants, in their own words."""
    access = case_for(actor, case_id, Act.WISH, now=now)
    wish = Wish(id=uuid4(), case=access.case, by=actor, at=now)
    access.envelope().write(wish, "words", words)
    wish.save(force_insert=True)
    log(access.case, "wish", actor=actor, now=now)
    return wish


@act()
def set_safe_contact(
    *, actor: Member, case_id: UUID, rules: SafeRules, version: int, now: datetime
) -> SafeContact:
    """Replace the rules of safe contact; version 0 means that there were none."""
    case = case_for(actor, case_id, Act.SAFE_CONTACT, now=now).case
    rows = SafeContact.objects.for_reader(actor, now).select_for_update(of=("self",))
    found = rows.filter(case=case).first()
    if found is None:
        if version:
            raise StaleWrite
        found = SafeContact(id=uuid4(), case=case, version=1)
    else:
        check_version(found, version)
    envelope = open_envelope(case.envelope_id, actor.organisation_id)
    for name in SafeRules.__dataclass_fields__:
        envelope.write(found, name, getattr(rules, name))
    found.at, found.by = now, actor
    found.save()
    log(case, "safe-contact", actor=actor, now=now)
    return found
