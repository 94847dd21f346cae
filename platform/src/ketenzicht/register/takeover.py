# SPDX-License-Identifier: EUPL-1.2
"""Taking over the entries of an older register, once, when an installation begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ketenzicht.audit.services import record
from ketenzicht.core.crypto import random_token
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import require
from ketenzicht.register.models import Entry, Person, Token
from ketenzicht.register.permissions import RegisterPermission
from ketenzicht.register.pseudonyms import handle_hash, tokens
from ketenzicht.register.services import Facts, free_codes, without_name, write_facts
from ketenzicht.register.states import REGISTER, THE_REGISTER, Outcome

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


@dataclass(frozen=True, slots=True)
class OldEntry:
    """One entry as the older register held it; the name becomes tokens and is not kept."""

    on: date
    reporter: str
    outcome: Outcome
    basis: str
    facts: Facts


@act()
def take_over(*, actor: Member, entries: Sequence[OldEntry], now: datetime) -> int:
    """Bring older entries in, each as a person of its own; people decide who is the same."""
    require(actor, RegisterPermission.REGISTER_MERGE)
    if Entry.objects.exists():
        raise Refused(_("Entries are taken over into an empty register only."))
    persons = Person.objects.bulk_create(Person() for _old in entries)
    codes = free_codes(len(entries))
    rows = [_entry(*each) for each in zip(entries, persons, codes, strict=True)]
    Entry.objects.bulk_create(rows)
    Token.objects.bulk_create(
        Token(entry=row, kind=kind, value=value)
        for row, old in zip(rows, entries, strict=True)
        if old.outcome is not Outcome.MINIMAL
        for kind, value in tokens(old.facts.identity.name, old.facts.identity.birth_date).items()
    )
    record(
        actor=actor,
        action=RegisterPermission.REGISTER_ENTER,
        kind="register",
        id=None,
        now=now,
        purpose="registration",
        detail={"taken_over": len(rows)},
    )
    touch(REGISTER, THE_REGISTER, now=now, by="entries")
    return len(rows)


def _entry(old: OldEntry, person: Person, code: str) -> Entry:
    entry = Entry(
        code=code,
        own=person,
        person=person,
        registered_year=old.on.year,
        registered_month=old.on.month,
        outcome=old.outcome,
        basis=old.basis,
        reporter=old.reporter,
        handle=handle_hash(random_token()),
    )
    facts = old.facts
    if old.outcome is Outcome.MINIMAL:
        facts = replace(facts, identity=without_name(facts.identity))
    write_facts(entry, facts)
    return entry
