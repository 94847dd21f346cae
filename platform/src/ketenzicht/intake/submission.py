# SPDX-License-Identifier: EUPL-1.2
"""What a reporter told, whole and checked, on its way to becoming a report."""

from __future__ import annotations

from dataclasses import dataclass

from ketenzicht import reference
from ketenzicht.intake.card import Advice, Age, advise
from ketenzicht.intake.states import Urgency, Wish
from ketenzicht.intake.urgency import proposed
from ketenzicht.intake.wizard.answers import Answers
from ketenzicht.reference import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A report as told; `code` is the receipt code its reporter gets."""

    code: str
    wish: Wish
    reporter_type: str
    words: str
    setting: str = ""
    age: Age = Age.UNKNOWN
    safe: str = ""
    signs: tuple[str, ...] = ()
    subject: str = ""
    municipality: str = ""
    whereabouts: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    haste: str = ""
    name: str = ""
    contact: str = ""
    rules: str = ""
    language: str = "nl"

    @property
    def advice(self) -> Advice:
        return advise(signs_of(self.signs), self.age)

    @property
    def urgency(self) -> Urgency:
        return proposed(self.advice, wish=self.wish, haste=self.haste, safe=self.safe)

    @property
    def named(self) -> bool:
        return bool(self.name or self.contact)


def signs_of(codes: tuple[str, ...]) -> list[Indicator]:
    """Return the signs with these codes, in the order of the card."""
    wanted = frozenset(codes)
    return [sign for sign in reference.indicators() if sign.code in wanted]


def submission_of(answers: Answers, language: str) -> Submission:
    """Turn the answers of a visit into what was told."""
    named = answers.named == "yes"
    return Submission(
        code=answers.code,
        wish=Wish(answers.wish),
        reporter_type="self" if answers.wish == Wish.HELP else answers.reporter_type,
        words=answers.words,
        setting=answers.setting,
        age=answers.whose_age,
        safe=answers.safe,
        signs=answers.signs,
        subject=answers.subject,
        municipality=answers.municipality,
        whereabouts=answers.whereabouts,
        identifiers=answers.identifiers,
        haste=answers.haste,
        name=answers.name if named else "",
        contact=answers.contact if named else "",
        rules=answers.rules if named else "",
        language=language,
    )
