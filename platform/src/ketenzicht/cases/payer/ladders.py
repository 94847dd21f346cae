# SPDX-License-Identifier: EUPL-1.2
"""Who pays, by law: three ladders for a disagreement, and who pays meanwhile in a region."""

from __future__ import annotations

from datetime import date, datetime

from ketenzicht import reference
from ketenzicht.cases.file.rules import rule_for
from ketenzicht.cases.payer.states import DISPUTE_RULES, LADDER
from ketenzicht.core.clock import local_date
from ketenzicht.reference import Code


def ladder(code: str, since: datetime) -> Code:
    """One of the ladders, as it was when the disagreement began."""
    return reference.code("payer_ladders", code, by=local_date(since))


def steps_of(code: str, since: datetime) -> tuple[str, ...]:
    """The steps a disagreement can come to; of one from before there were three, all."""
    if not code:
        return LADDER
    found = ladder(code, since).attributes["rungs"]
    return found if isinstance(found, tuple) else (str(found),)


def rungs_of(code: str, since: datetime) -> tuple[str, ...]:
    """The rules of the clock that lead to a step of this ladder."""
    steps = steps_of(code, since)
    return tuple(rule for rule in DISPUTE_RULES if rule_for(rule, since).next_step in steps)


def meanwhile(region: str, day: date) -> Code:
    """Who pays meanwhile: what the region agreed on, or else what this system proposes."""
    return reference.code("payer_agreements", "staying_pays", day, region)
