# SPDX-License-Identifier: EUPL-1.2
"""The dated rules of waiting: which holds, how it is called, when a wait is too long."""

from __future__ import annotations

from datetime import datetime

from ketenzicht import reference
from ketenzicht.core.clock import local_date
from ketenzicht.reference import EscalationRule, Pressing

HIGH_RISK = frozenset({"r3", "r4"})
PRESSING = {"r3": Pressing.HIGH_RISK, "r4": Pressing.ACUTE}


def label_of(rule: str, language: str) -> str:
    """The name of a rule on the screen."""
    newest = [found for found in reference.escalation_rules() if found.code == rule][-1]
    return newest.label(language)


def rule_for(code: str, since: datetime) -> EscalationRule:
    """The rule that holds for a wait that began then."""
    return reference.escalation_rule(code, local_date(since))


def pressing_at(risk: str) -> Pressing:
    """How much hangs on it at this risk that somebody acts."""
    return PRESSING.get(risk, Pressing.ORDINARY)
