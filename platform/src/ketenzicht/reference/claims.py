# SPDX-License-Identifier: EUPL-1.2
"""What every row of reference data says of itself: of what kind it is, by whom, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CERTAINTIES = frozenset({"high", "medium", "low", "article", "derived"})


class Kind(StrEnum):
    """What a claim rests on."""

    LAW = "law"
    AGREEMENT = "agreement"
    PRACTICE = "practice"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Who stands for a claim, and since when."""

    organisation: str
    role: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Where a row comes from, how sure it is, when it holds, and when to look again.

    A claim that nobody confirmed is not confirmed, and its certainty is never "high". Where the
    rule itself is not known (`unknown`) the row holds a warning, and nothing is computed by it.
    A row of one `region` comes before the general one there; `set_by` says that an installation
    put the row in the place of ours. `source_nl` says where it was found in Dutch, unless that
    is a name that is the same in both languages, such as that of a law.
    """

    source: str
    source_nl: str | None = None
    certainty: str
    kind: Kind
    gathered: date
    look_again: date
    confirmed: Confirmation | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    supersedes: str | None = None
    contradicted_by: str | None = None
    region: str | None = None
    set_by: str | None = None
    unknown: bool = False
    warning_nl: str | None = None
    warning_en: str | None = None

    def holds_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def is_due(self, day: date) -> bool:
        """Whether the day by which somebody should have looked again has passed."""
        return self.look_again < day

    def source_in(self, language: str) -> str:
        """Where it was found, in the language asked for; anything but Dutch gets English."""
        dutch = language.partition("-")[0] == "nl"
        return self.source_nl if dutch and self.source_nl else self.source

    def warning(self, language: str) -> str:
        """What to say instead of a computed date; nothing for a rule that is known."""
        said = self.warning_nl if language.partition("-")[0] == "nl" else self.warning_en
        return said or ""


class UnknownRuleError(LookupError):
    """The rule that holds on a day is not known: there is a warning to show, and no date."""

    def __init__(self, code: str, claim: Claim) -> None:
        super().__init__(f"the rule '{code}' is not known; show its warning and compute nothing")
        self.code = code
        self.claim = claim
