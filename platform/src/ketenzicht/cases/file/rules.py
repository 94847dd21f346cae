# SPDX-License-Identifier: EUPL-1.2
"""The dated rules of waiting: which holds, how it is called, when a wait is too long."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from ketenzicht import reference
from ketenzicht.core.clock import local_date, today
from ketenzicht.reference import Claim, EscalationRule, Pressing

#: Before the code of a protection that ends for everybody on one day.
PROTECTIONS = "protections/"
NEED_NOT_ANSWERED = "need_not_answered"
DECIDING = "decision_waiting"
HIGH_RISK = frozenset({"r3", "r4"})
PRESSING = {"r3": Pressing.HIGH_RISK, "r4": Pressing.ACUTE}


class Waiting(Protocol):
    """A wait or the end of a term, as `work` keeps it."""

    @property
    def rule(self) -> str: ...
    @property
    def term(self) -> str: ...
    @property
    def region(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime | None: ...


def label_of(rule: str, language: str) -> str:
    """The name of a rule on the screen."""
    newest = [found for found in reference.escalation_rules() if found.code == rule][-1]
    return newest.label(language)


def rule_for(code: str, since: datetime, region: str = "") -> EscalationRule:
    """The rule that holds for a wait that began then; a region may wait in its own way."""
    return reference.escalation_rule(code, local_date(since), region)


def claim_of_term(version: str) -> Claim | None:
    """What a computed end rests on, by the version that was kept beside it."""
    if version.startswith(PROTECTIONS):
        return reference.code("protections", version.removeprefix(PROTECTIONS), by=today()).claim
    rule = reference.deadline_named(version) if version else None
    return rule.claim if rule else None


def claim_of_rule(rule: str, since: datetime, region: str = "") -> Claim | None:
    """By what a wait is too long; nothing where no rule says it."""
    return rule_for(rule, since, region).claim if rule else None


def claim_of_wait(wait: Waiting) -> Claim | None:
    """What the end of a term rests on; of a wait without one, what makes it too long.

    Of an end that a decision says, or that people chose, there is nothing to say.
    """
    if wait.term or not wait.rule:
        return claim_of_term(wait.term)
    rule = rule_for(wait.rule, wait.since, wait.region)
    return None if rule.before and wait.until is not None else rule.claim


def pressing_at(risk: str) -> Pressing:
    """How much hangs on it at this risk that somebody acts."""
    return PRESSING.get(risk, Pressing.ORDINARY)
