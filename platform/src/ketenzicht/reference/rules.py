# SPDX-License-Identifier: EUPL-1.2
"""Rules with a clock or a number: stalls, terms, retention and thresholds; all of them dated."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypedDict

from ketenzicht.reference.dated import in_force, versions
from ketenzicht.reference.documents import Document, Row
from ketenzicht.reference.lists import known
from ketenzicht.reference.own_rows import load
from ketenzicht.reference.periods import Period
from ketenzicht.reference.remembering import remembered
from ketenzicht.reference.values import (
    Deadline,
    EscalationRule,
    RegionalPatience,
    RetentionRule,
    Threshold,
)

COUNTED_FROM = frozenset(
    {"receipt", "creation", "last_change", "closure", "last_feedback", "refusal", "match_end"}
)


def read_escalation_rules(document: Document) -> tuple[EscalationRule, ...]:
    """Read the stall rules; each has one clock and one role that acts."""
    rows = document.rows("stall_rules")
    return versions(document.name, map(_escalation_rule, rows))


def _escalation_rule(row: Row) -> EscalationRule:
    recipients = known("alarm_recipients")
    also_told = row.texts("also_told")
    if not recipients.issuperset(also_told):
        raise row.refuse(f"'also_told' is {list(also_told)}; use codes of alarm_recipients")
    rule = EscalationRule(
        reason=row.one_of("reason", known("stall_reasons")),
        acts=row.one_of("acts", recipients),
        also_told=also_told,
        after=row.period("after"),
        after_high_risk=row.period("after_high_risk"),
        after_acute=row.period("after_acute"),
        before=row.periods("before"),
        next_step=_optional_step(row),
        note=row.optional_text("note"),
        claim=row.claim(),
        **labels(row),
    )
    row.finish()
    if (rule.after is None) == (not rule.before):
        raise row.refuse("give either 'after' or 'before', so that the rule has one clock")
    return rule


def read_regional_patience(document: Document) -> tuple[RegionalPatience, ...]:
    """Read how long a region waits by rules of these; each row says from when until when."""
    if "regional_patience" not in document.raw:
        return ()
    rules = {rule.code: rule for rule in read_escalation_rules(document)}
    rows = [_patience(row, rules) for row in document.rows("regional_patience")]
    for region in {row.region for row in rows}:
        versions(f"{document.name} {region}", [row for row in rows if row.region == region])
    return tuple(rows)


def _patience(row: Row, rules: Mapping[str, EscalationRule]) -> RegionalPatience:
    rule = rules[row.one_of("code", frozenset(rules))]
    found = RegionalPatience(
        code=rule.code,
        nl=rule.nl,
        en=rule.en,
        region=row.one_of("region", known("care_coordination_regions")),
        after=row.period("after"),
        after_high_risk=row.period("after_high_risk"),
        after_acute=row.period("after_acute"),
        before=row.periods("before"),
        claim=replace(row.claim(), region=row.text("region")),
    )
    row.finish()
    if (found.after is None, bool(found.before)) != (rule.after is None, bool(rule.before)):
        raise row.refuse("give 'after' or 'before', the clock that the rule itself has")
    return found


def _optional_step(row: Row) -> str | None:
    if row.optional_text("next_step") is None:
        return None
    return row.one_of("next_step", known("municipal_track"))


def read_retention_rules(document: Document) -> tuple[RetentionRule, ...]:
    """Read how long things are kept."""
    return versions(document.name, map(_retention_rule, document.rows("retention")))


def _retention_rule(row: Row) -> RetentionRule:
    shortest, written = row.period("never_shorter"), row.period("period")
    if shortest is not None and (written is None or written.longest() < shortest.longest()):
        raise row.refuse(
            f"'period' is {written}; this protects people and is never under {shortest}"
        )
    rule = RetentionRule(
        keeper=row.text("keeper"),
        binds_platform=row.flag("binds_platform"),
        term=_term(row, "period"),
        counted_from=row.one_of("counted_from", COUNTED_FROM),
        note=row.optional_text("note"),
        claim=row.claim(),
        **labels(row),
    )
    row.finish()
    return rule


def read_deadlines(document: Document) -> tuple[Deadline, ...]:
    """Read the terms that can be calculated."""
    return versions(document.name, map(_deadline, document.rows("deadlines")))


def _deadline(row: Row) -> Deadline:
    longest, written = row.period("never_longer"), row.period("length")
    if longest is not None and (written is None or written.longest() > longest.longest()):
        raise row.refuse(f"'length' is {written}; this protects people and is never over {longest}")
    deadline = Deadline(
        term=_term(row, "length"),
        note=row.optional_text("note"),
        any_day=row.optional_text("any_day"),
        claim=row.claim(),
        **labels(row),
    )
    row.finish()
    return deadline


def read_thresholds(document: Document) -> tuple[Threshold, ...]:
    """Read the numbers from which something happens."""
    return versions(document.name, map(_threshold, document.rows("thresholds")))


def _threshold(row: Row) -> Threshold:
    amount = row.count("amount")
    if amount is None or amount < 1:
        raise row.refuse(f"'amount' is {amount}; give a whole number from 1")
    least = row.count("never_below") or 1
    if amount < least:
        raise row.refuse(f"'amount' is {amount}; this protects people and is never below {least}")
    threshold = Threshold(
        amount=amount,
        note=row.optional_text("note"),
        claim=row.claim(),
        **labels(row),
    )
    row.finish()
    return threshold


class Labels(TypedDict):
    """Code and labels of a row, to pass on by keyword."""

    code: str
    nl: str
    en: str


def labels(row: Row) -> Labels:
    return {"code": row.text("code"), "nl": row.text("nl"), "en": row.text("en")}


def _term(row: Row, key: str) -> Period | None:
    period = row.period(key)
    if (period is None) != row.flag("unknown"):
        raise row.refuse(f"'{key}' is missing; write for example P3M, or say that it is 'unknown'")
    return period


@remembered
def escalation_rules() -> tuple[EscalationRule, ...]:
    """When a case stands still; defaults that a region may change."""
    return read_escalation_rules(load("stall_rules.yaml"))


@remembered
def regional_patience() -> tuple[RegionalPatience, ...]:
    """Where a region waits longer or shorter than the rule says."""
    return read_regional_patience(load("stall_rules.yaml"))


@remembered
def retention_rules() -> tuple[RetentionRule, ...]:
    """How long things are kept."""
    return read_retention_rules(load("retention.yaml"))


@remembered
def deadlines() -> tuple[Deadline, ...]:
    """Terms that can be calculated: of law, of practice, and of this product."""
    return read_deadlines(load("deadlines.yaml"))


@remembered
def thresholds() -> tuple[Threshold, ...]:
    """Numbers from which something happens."""
    return read_thresholds(load("thresholds.yaml"))


def escalation_rule(code: str, day: date, region: str = "") -> EscalationRule:
    """The stall rule that holds for a wait that began on this day, with the region's patience."""
    rule = in_force(escalation_rules(), code, day)
    for own in regional_patience():
        if (own.code, own.region) == (code, region) and own.claim.holds_on(day):
            return replace(
                rule,
                after=own.after,
                after_high_risk=own.after_high_risk,
                after_acute=own.after_acute,
                before=own.before,
                claim=own.claim,
            )
    return rule


def retention_rule(code: str, day: date, region: str = "") -> RetentionRule:
    """The retention rule that holds on a day; a region may have its own."""
    return in_force(retention_rules(), code, day, region)


def deadline(code: str, day: date, region: str = "") -> Deadline:
    """The term that holds for something that began on this day; a region may have its own."""
    return in_force(deadlines(), code, day, region)


def deadline_named(version: str) -> Deadline | None:
    """The version of a term that is kept beside a date which follows from it."""
    return next((rule for rule in deadlines() if rule.version == version), None)


def threshold(code: str, day: date) -> int:
    """The number that holds on a day."""
    return in_force(thresholds(), code, day).amount
