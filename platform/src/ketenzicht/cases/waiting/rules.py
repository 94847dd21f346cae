# SPDX-License-Identifier: EUPL-1.2
"""When a case stands still. Facts in, alarms out; the clocks are the rules of `reference`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ketenzicht import reference
from ketenzicht.cases.file.rules import late_since, rule_for
from ketenzicht.cases.payer.states import DISPUTE_RULES
from ketenzicht.core.clock import local_date
from ketenzicht.core.terms import before
from ketenzicht.reference import Labelled

NO_CONTACT = "no_contact"
NO_NEXT_STEP = "no_next_step"
NOBODYS = "no_coordinator_assigned"
TURNING_18, CONFLICT = "turning_18", "conflicting_tracks"
NEED_RULES = {
    "shelter": "no_safe_bed",
    "brp": "no_postal_address",
    "income": "no_income",
    "health_insurance": "no_health_insurance",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at, of one case at one moment."""

    case_id: UUID
    holder_id: UUID
    opened_at: datetime
    risk: str
    next_due: datetime | None = None
    planned_until: datetime | None = None
    last_contact_at: datetime | None = None
    nobodys_since: datetime | None = None
    offered: tuple[datetime, UUID] | None = None
    needs: Mapping[str, tuple[datetime, UUID]] = field(default_factory=dict)
    dispute: tuple[datetime, UUID] | None = None
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    dismissed_at: datetime | None = None
    bed_only_since: datetime | None = None
    thinking_since: datetime | None = None
    conflict_since: datetime | None = None
    alarms: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody waits: by which rule, for whom, since when, and late since when.

    Of a term that nears its end it is known when it ends as well.
    """

    case_id: UUID
    rule: str
    reason: str
    waits_on: UUID
    since: datetime
    late_since: datetime
    ends: datetime | None = None


def days_waiting(wait: Wait, now: datetime) -> int:
    """How many whole days somebody waits."""
    return max((now - wait.since).days, 0)


def waits(facts: Facts, now: datetime) -> list[Wait]:
    """Return every rule this case breaks at this moment, longest wait first."""
    found = [wait for finder in _FINDERS for wait in finder(facts, now) if wait.late_since <= now]
    return sorted(found, key=lambda wait: (wait.since, wait.rule))


def is_alarm(wait: Wait) -> bool:
    """Tell whether this stands the moment it happens, unlike a wait that lasted too long."""
    return rule_for(wait.rule, wait.since).at_once


def meant_for(wait: Wait, roles: frozenset[str]) -> bool:
    """Tell whether its rule names one of these roles to act, or to be told as well."""
    rule = rule_for(wait.rule, wait.since)
    named = (reference.code("alarm_recipients", code) for code in (rule.acts, *rule.also_told))
    return any(recipient.attributes.get("role") in roles for recipient in named)


def _after(facts: Facts, code: str, since: datetime, waits_on: UUID) -> Wait:
    reason = rule_for(code, since).reason
    late = late_since(code, since, facts.risk)
    return Wait(facts.case_id, code, reason, waits_on, since, late)


def _silence(facts: Facts, now: datetime) -> Iterator[Wait]:
    yield _after(facts, NO_CONTACT, facts.last_contact_at or facts.opened_at, facts.holder_id)


def _next_step(facts: Facts, now: datetime) -> Iterator[Wait]:
    since = facts.next_due or facts.planned_until or facts.opened_at
    if facts.next_due is not None and facts.next_due > now:
        return
    yield _after(facts, NO_NEXT_STEP, since, facts.holder_id)


def _worker(facts: Facts, now: datetime) -> Iterator[Wait]:
    if facts.nobodys_since is not None:
        yield _after(facts, NOBODYS, facts.nobodys_since, facts.holder_id)


def _answer(facts: Facts, now: datetime) -> Iterator[Wait]:
    if facts.offered is not None:
        yield _after(facts, "referral_not_accepted", *facts.offered)


def _needs(facts: Facts, now: datetime) -> Iterator[Wait]:
    for service, code in NEED_RULES.items():
        if service in facts.needs:
            yield _after(facts, code, *facts.needs[service])


def _money(facts: Facts, now: datetime) -> Iterator[Wait]:
    if facts.dispute is None:
        return
    for code in reversed(DISPUTE_RULES):
        wait = _after(facts, code, *facts.dispute)
        if wait.late_since <= now:
            yield wait
            return


def _deadlines(facts: Facts, now: datetime) -> Iterator[Wait]:
    for code, due in facts.deadlines.items():
        if code == TURNING_18 and _month(now) > _month(due):
            continue
        rule = rule_for(code, now)
        warned = [before(due, period) for period in rule.before]
        begun = min(warned)
        yield Wait(facts.case_id, code, rule.reason, facts.holder_id, begun, begun, ends=due)


def _month(moment: datetime) -> tuple[int, int]:
    day = local_date(moment)
    return day.year, day.month


def _turns(facts: Facts, now: datetime) -> Iterator[Wait]:
    if facts.dismissed_at is not None:
        yield _after(facts, "case_dismissed", facts.dismissed_at, facts.holder_id)
    if facts.bed_only_since is not None:
        yield _after(facts, "bed_only", facts.bed_only_since, facts.holder_id)
    if facts.conflict_since is not None:
        yield _after(facts, CONFLICT, facts.conflict_since, facts.holder_id)
    for code, since in facts.alarms.items():
        yield _after(facts, code, since, facts.holder_id)
    if facts.thinking_since is not None:
        yield _after(facts, "police_talk_waiting", facts.thinking_since, facts.holder_id)


_FINDERS: tuple[Callable[[Facts, datetime], Iterator[Wait]], ...] = (
    _silence,
    _next_step,
    _worker,
    _answer,
    _needs,
    _money,
    _deadlines,
    _turns,
)


def reasons() -> Mapping[str, Labelled]:
    """Why cases stand still, by code."""
    return {code.code: code for code in reference.codes("stall_reasons")}
