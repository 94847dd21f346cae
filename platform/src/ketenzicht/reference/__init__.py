# SPDX-License-Identifier: EUPL-1.2
"""Reference data: what the chain calls things, who is who, which rules and figures hold.

Everything is read once from the dated files in `data/`, refused when malformed, and frozen.

>>> code("exploitation_forms", "criminal_money_mule").label("en")
'Money mule'
>>> len(indicators())
92
"""

from ketenzicht.reference.card import card_text, indicators, scoring
from ketenzicht.reference.catalogue import Entry, check_supersedes, entries
from ketenzicht.reference.claims import Claim, Confirmation, Kind, UnknownRuleError
from ketenzicht.reference.documents import MalformedReferenceError
from ketenzicht.reference.events import Event, Untold, event, events, untold
from ketenzicht.reference.facts import (
    FALLBACK_DESK,
    figure_series,
    figures,
    helplines,
    municipalities,
    region_for,
    regions,
    terms,
)
from ketenzicht.reference.lists import (
    CodeList,
    all_lists,
    code,
    code_versions,
    codes,
    known,
    transitions,
)
from ketenzicht.reference.own_rows import OwnRow, own_rows, put
from ketenzicht.reference.periods import Period, Unit
from ketenzicht.reference.rules import (
    deadline,
    deadline_named,
    deadlines,
    escalation_rule,
    escalation_rules,
    regional_patience,
    retention_rule,
    retention_rules,
    threshold,
    thresholds,
)
from ketenzicht.reference.values import (
    Code,
    Combination,
    Deadline,
    EscalationRule,
    Fact,
    Figure,
    FigureSeries,
    Helpline,
    Indicator,
    Labelled,
    Municipality,
    Pressing,
    Region,
    RegionalPatience,
    RetentionRule,
    Scoring,
    Term,
    Threshold,
)

__all__ = [
    "FALLBACK_DESK",
    "Claim",
    "Code",
    "CodeList",
    "Combination",
    "Confirmation",
    "Deadline",
    "Entry",
    "EscalationRule",
    "Event",
    "Fact",
    "Figure",
    "FigureSeries",
    "Helpline",
    "Indicator",
    "Kind",
    "Labelled",
    "MalformedReferenceError",
    "Municipality",
    "OwnRow",
    "Period",
    "Pressing",
    "Region",
    "RegionalPatience",
    "RetentionRule",
    "Scoring",
    "Term",
    "Threshold",
    "Unit",
    "UnknownRuleError",
    "Untold",
    "all_lists",
    "card_text",
    "check",
    "code",
    "code_versions",
    "codes",
    "deadline",
    "deadline_named",
    "deadlines",
    "entries",
    "escalation_rule",
    "escalation_rules",
    "event",
    "events",
    "figure_series",
    "figures",
    "helplines",
    "indicators",
    "known",
    "municipalities",
    "own_rows",
    "put",
    "region_for",
    "regional_patience",
    "regions",
    "retention_rule",
    "retention_rules",
    "roles",
    "scoring",
    "terms",
    "threshold",
    "thresholds",
    "transitions",
    "untold",
]


def roles() -> tuple[Code, ...]:
    """The roles people have in the chain."""
    return codes("chain_roles")


def check() -> None:
    """Read every file once; raises `MalformedReferenceError` at the first mistake."""
    all_lists()
    for read in (indicators, scoring, escalation_rules, regional_patience):
        read()
    for keep in (retention_rules, deadlines, thresholds):
        keep()
    for show in (figures, figure_series, helplines, terms, municipalities, regions, events, untold):
        show()
    check_supersedes()
