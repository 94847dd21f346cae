# SPDX-License-Identifier: EUPL-1.2
"""The values that reference files hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ketenzicht.reference.claims import Claim, UnknownRuleError
from ketenzicht.reference.periods import Period


class Pressing(Enum):
    """How much hangs on it that somebody acts."""

    ORDINARY = "ordinary"
    HIGH_RISK = "high_risk"
    ACUTE = "acute"


AttributeValue = str | int | float | bool | date | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Something with a stable code and a label in both languages."""

    code: str
    nl: str
    en: str

    def label(self, language: str) -> str:
        """The label in the language asked for; anything but Dutch gets English."""
        return self.nl if language.partition("-")[0] == "nl" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Labelled):
    """Something labelled that says where it comes from, how sure it is, and when it holds."""

    claim: Claim

    @property
    def source(self) -> str:
        return self.claim.source

    def source_in(self, language: str) -> str:
        return self.claim.source_in(language)

    @property
    def certainty(self) -> str:
        return self.claim.certainty

    @property
    def valid_from(self) -> date | None:
        return self.claim.valid_from

    @property
    def valid_to(self) -> date | None:
        return self.claim.valid_to

    @property
    def version(self) -> str:
        """The name of this version of the row, to keep beside what follows from it."""
        where = f"/{self.claim.region}" if self.claim.region else ""
        began = f"{self.valid_from or ''}{where}"
        return f"{self.code}@{began}" if began else self.code

    def holds_on(self, day: date) -> bool:
        return self.claim.holds_on(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Fact):
    """One row of a code list. `next` is None in a list without transitions."""

    parent: str | None = None
    next: tuple[str, ...] | None = None
    note: str | None = None
    attributes: Mapping[str, AttributeValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Fact):
    """One sign of the signal card: what somebody sees or hears."""

    group: str
    forms: tuple[str, ...]
    settings: tuple[str, ...]
    strength: str
    strength_child: str
    applies_to: tuple[str, ...]
    palermo: str
    ilo_dimension: str
    weight_basis: str
    urgent: bool

    def points_to(self, form: str) -> bool:
        return "all" in self.forms or form in self.forms


@dataclass(frozen=True, slots=True)
class Combination:
    """How many signs of which strength together make a dimension positive."""

    strong: int
    medium: int
    weak: int

    def met_by(self, strong: int, medium: int, weak: int) -> bool:
        """Whether these numbers of signs suffice; a stronger sign may replace a weaker one."""
        return (
            strong >= self.strong
            and strong + medium >= self.strong + self.medium
            and strong + medium + weak >= self.strong + self.medium + self.weak
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How signs combine into advice about the next step, never into a verdict."""

    claim: Claim
    dimension_positive_if: tuple[Combination, ...]
    texts: tuple[Fact, ...]

    def is_positive(self, strong: int, medium: int, weak: int) -> bool:
        return any(rule.met_by(strong, medium, weak) for rule in self.dimension_positive_if)


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRule(Fact):
    """When a case stands still, who acts, and who is told as well."""

    reason: str
    acts: str
    also_told: tuple[str, ...]
    after: Period | None
    after_high_risk: Period | None
    after_acute: Period | None
    before: tuple[Period, ...]
    next_step: str | None
    note: str | None

    @property
    def at_once(self) -> bool:
        """Whether the alarm stands the moment it happens; such a wait comes before all others."""
        return self.after is not None and self.after.amount == 0

    def patience_when(self, pressing: Pressing) -> Period:
        """How long may be waited; a rule without a term of its own keeps the ordinary one."""
        if pressing is Pressing.ACUTE and self.after_acute is not None:
            return self.after_acute
        if pressing is not Pressing.ORDINARY and self.after_high_risk is not None:
            return self.after_high_risk
        return self.patience

    @property
    def patience(self) -> Period:
        """How long may be waited; a rule that counts back from a date has no such length."""
        if self.after is None:
            raise LookupError(f"rule '{self.code}' counts back from a date")
        return self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalPatience(Fact):
    """How long a region waits before a rule counts, where it agreed on something of its own."""

    region: str
    after: Period | None
    after_high_risk: Period | None
    after_acute: Period | None
    before: tuple[Period, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule(Fact):
    """How long something is kept, counted from which event."""

    keeper: str
    binds_platform: bool
    term: Period | None
    counted_from: str
    note: str | None

    @property
    def period(self) -> Period:
        """How long; a rule that is not known has no length."""
        return _known(self, self.term)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Fact):
    """A term that can be calculated from the day it starts.

    It ends on a day on which offices are open, unless `any_day` says why it does not.
    """

    term: Period | None
    note: str | None
    any_day: str | None = None

    @property
    def length(self) -> Period:
        """How long; a rule that is not known has no length."""
        return _known(self, self.term)


def _known(rule: Fact, term: Period | None) -> Period:
    if term is None:
        raise UnknownRuleError(rule.code, rule.claim)
    return term


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Fact):
    """A number from which something happens, or below which something is not shown."""

    amount: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline(Fact):
    """Whom to call, write to or chat with."""

    number: str | None
    from_abroad: str | None
    website: str | None
    hours_nl: str | None
    hours_en: str | None
    meant_for: tuple[str, ...]

    @property
    def for_visitors(self) -> bool:
        """Whether the public pages name it; some names hold a word that is not used there."""
        return "professionals" not in self.meant_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Fact):
    """A word on screen, the word it replaces, and why."""

    avoid_nl: str
    avoid_en: str
    why_nl: str
    why_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """A published figure. Figures of different series are never put in one line."""

    series: str
    unit: str
    year: int | None
    period: str | None
    value: float | None
    low: float | None
    high: float | None
    alternative: float | None
    dimension: str | None
    category: str | None
    publisher: str | None
    note: str | None
    provisional: bool
    do_not_publish: bool
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSeries(Fact):
    """A series of figures; where one appears yearly, the day on which that of last year is due."""

    edition_due: tuple[int, int] | None = None

    def missing_edition(self, newest: int, today: date) -> int | None:
        """The year of which the figure should exist by now and is not among these."""
        if self.edition_due is None:
            return None
        due = (today.month, today.day) >= self.edition_due
        year = today.year - 1 if due else today.year - 2
        return year if year > newest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region(Fact):
    """A region of care coordination; without an organisation the fallback coordinates."""

    organisation: str | None
    police_unit: str
    note: str | None

    @property
    def has_coordinator(self) -> bool:
        return self.organisation is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality(Fact):
    """A municipality and the region a report about a place in it goes to."""

    province: str
    police_unit: str
    region: str
    route: str
    note: str | None
    joined: str | None = None
