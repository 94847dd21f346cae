# SPDX-License-Identifier: EUPL-1.2
"""Keeping entries right: withdrawn when the yes is taken back, corrected when the case is.

The register finds an entry by the handle only the case knows; it keeps no way back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from ketenzicht.cases import handover as cases
from ketenzicht.core.clock import local_date
from ketenzicht.core.obligations.acting import act
from ketenzicht.register.models import Change, Entry
from ketenzicht.register.pseudonyms import handle_hash
from ketenzicht.register.services.entering import (
    Facts,
    take_out,
    without_name,
    write_facts,
    write_tokens,
)
from ketenzicht.register.services.tracing import trace
from ketenzicht.register.states import TRACED, Outcome


def withdraw_revoked(*, now: datetime) -> int:
    """Withdraw the entries whose person took the yes back on the case side."""
    return sum(_withdraw(*found, now) for found in cases.handles_to_withdraw())


@act()
def _withdraw(case_id: UUID, handle: str, now: datetime) -> bool:
    done = take_out(handle)
    cases.forget_handle(case_id)
    if done:
        trace(None, now=now, outcome="withdrawn")
    return done


def correct_changed(*, now: datetime) -> int:
    """Correct the entries whose case says something else than when they were made."""
    return sum(_correct(case_id, now) for case_id in cases.cases_to_correct())


@act()
def _correct(case_id: UUID, now: datetime) -> bool:
    correction = cases.correction_of(case_id, now=now)
    if correction is None:
        return False
    rows = Entry.objects.select_for_update(of=("self",))
    entry = rows.filter(handle=handle_hash(correction.handle), withdrawn=False).first()
    if entry is None:
        return False
    before = _said(entry)
    write_facts(entry, _facts(entry, correction))
    entry.save()
    _keep_changes(entry, before, now)
    write_tokens(entry, correction.identity)
    trace(None, now=now, basis=entry.basis, outcome="corrected")
    return True


def _facts(entry: Entry, correction: cases.Correction) -> Facts:
    """What the case says now; the month somebody gave for the first signal stays."""
    known = correction.identity
    minimal = entry.outcome == Outcome.MINIMAL
    return Facts.of_case(
        correction,
        _day(entry, correction.first_signal),
        without_name(known) if minimal else known,
    )


def _said(entry: Entry) -> dict[str, str]:
    return {name: str(getattr(entry, name)) for name in TRACED}


def _keep_changes(entry: Entry, before: Mapping[str, str], now: datetime) -> None:
    """Keep what the entry said before, by the month, so that a figure can be told from another."""
    today, after = local_date(now), _said(entry)
    Change.objects.bulk_create(
        Change(
            entry=entry,
            year=today.year,
            month=today.month,
            name=name,
            before=before[name],
            after=after[name],
        )
        for name in TRACED
        if before[name] != after[name]
    )


def _day(entry: Entry, first_signal: date) -> date:
    month = date(entry.year, entry.month, 1)
    return first_signal if first_signal.replace(day=1) == month else month
