# SPDX-License-Identifier: EUPL-1.2
"""Rules with a clock: stalls, legal terms and retention."""

from functools import cache
from typing import TypedDict

from ketenzicht.reference.documents import Document, Row, load
from ketenzicht.reference.lists import CERTAINTIES, known
from ketenzicht.reference.periods import Period
from ketenzicht.reference.values import Deadline, RetentionRule, StallRule

COUNTED_FROM = frozenset(
    {"receipt", "creation", "last_change", "closure", "last_feedback", "refusal", "match_end"}
)


def read_stall_rules(document: Document) -> tuple[StallRule, ...]:
    """Read the stall rules; each has one clock and one role that acts."""
    return tuple(_stall_rule(row) for row in document.rows("stall_rules"))


def _stall_rule(row: Row) -> StallRule:
    recipients = known("alarm_recipients")
    also_told = row.texts("also_told")
    if not recipients.issuperset(also_told):
        raise row.refuse(f"'also_told' is {list(also_told)}; use codes of alarm_recipients")
    rule = StallRule(
        **labels(row),
        reason=row.one_of("reason", known("stall_reasons")),
        acts=row.one_of("acts", recipients),
        also_told=also_told,
        after=row.period("after"),
        after_high_risk=row.period("after_high_risk"),
        before=row.periods("before"),
        next_step=_optional_step(row),
        basis=row.one_of("basis", known("rule_bases")),
        note=row.optional_text("note"),
        source=row.text("source"),
        certainty=row.one_of("certainty", CERTAINTIES),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
    )
    row.finish()
    if (rule.after is None) == (not rule.before):
        raise row.refuse("give either 'after' or 'before', so that the rule has one clock")
    return rule


def _optional_step(row: Row) -> str | None:
    if row.optional_text("next_step") is None:
        return None
    return row.one_of("next_step", known("municipal_track"))


def read_retention_rules(document: Document) -> tuple[RetentionRule, ...]:
    """Read how long things are kept."""
    return tuple(_retention_rule(row) for row in document.rows("retention"))


def _retention_rule(row: Row) -> RetentionRule:
    rule = RetentionRule(
        **labels(row),
        keeper=row.text("keeper"),
        binds_platform=row.flag("binds_platform"),
        period=_required_period(row, "period"),
        counted_from=row.one_of("counted_from", COUNTED_FROM),
        basis=row.one_of("basis", known("rule_bases")),
        source=row.text("source"),
        certainty=row.one_of("certainty", CERTAINTIES),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
    )
    row.finish()
    return rule


def read_deadlines(document: Document) -> tuple[Deadline, ...]:
    """Read the terms that can be calculated."""
    return tuple(_deadline(row) for row in document.rows("deadlines"))


def _deadline(row: Row) -> Deadline:
    deadline = Deadline(
        **labels(row),
        length=_required_period(row, "length"),
        basis=row.one_of("basis", known("rule_bases")),
        note=row.optional_text("note"),
        source=row.text("source"),
        certainty=row.one_of("certainty", CERTAINTIES),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
    )
    row.finish()
    return deadline


class Labels(TypedDict):
    """Code and labels of a row, to pass on by keyword."""

    code: str
    nl: str
    en: str


def labels(row: Row) -> Labels:
    return {"code": row.text("code"), "nl": row.text("nl"), "en": row.text("en")}


def _required_period(row: Row, key: str) -> Period:
    period = row.period(key)
    if period is None:
        raise row.refuse(f"'{key}' is missing; write for example P3M")
    return period


@cache
def stall_rules() -> tuple[StallRule, ...]:
    """When a case stands still; defaults that a region may change."""
    return read_stall_rules(load("stall_rules.yaml"))


@cache
def retention_rules() -> tuple[RetentionRule, ...]:
    """How long things are kept."""
    return read_retention_rules(load("retention.yaml"))


@cache
def deadlines() -> tuple[Deadline, ...]:
    """Legal and practical terms that can be calculated."""
    return read_deadlines(load("deadlines.yaml"))
