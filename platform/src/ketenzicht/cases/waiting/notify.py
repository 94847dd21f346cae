# SPDX-License-Identifier: EUPL-1.2
"""Telling those whom a stall rule names that somebody waits; never what or about whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from ketenzicht import reference
from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.selectors import answering_for, members_of_region
from ketenzicht.accounts.services import notify
from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.rules import rule_for
from ketenzicht.cases.notices import CaseNotice
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.waiting.rules import Wait

#: Who directs or stands behind the chain of a whole region; the others are told at their desk.
OF_REGION = frozenset({"ketenregisseur", "table_chair", "comensha_helpdesk"})


def notify_waits(waits: Iterable[Wait], cases: Mapping[UUID, Case], *, now: datetime) -> int:
    """Queue one mail to everybody whom these new waits are for; returns to how many."""
    told = {member for wait in waits for member in _told(wait, cases[wait.case_id], now)}
    return notify(told, CaseNotice.ALARM, now=now)


def _told(wait: Wait, case: Case, now: datetime) -> set[Member]:
    """The desk that is waited for, the holder who stays responsible, and who directs the region."""
    rule = rule_for(wait.rule, wait.since)
    roles = {_role(code) for code in (rule.acts, *rule.also_told)} & OF_REGION
    parties = {wait.waits_on, case.holder_id}
    desks = [answering_for(CasePermission.CASE_READ, each, now) for each in parties]
    told = (*desks, members_of_region(case.region, roles, now))
    return {member for found in told for member in found}


def _role(recipient: str) -> str:
    return str(reference.code("alarm_recipients", recipient).attributes.get("role", ""))
