# SPDX-License-Identifier: EUPL-1.2
"""What a reporter told, whole and checked, on its way to becoming a report."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ketenzicht.intake.reporter import NAMES
from ketenzicht.intake.states import Urgency, Wish
from ketenzicht.intake.story import Story
from ketenzicht.intake.urgency import proposed
from ketenzicht.intake.wizard.answers import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Story):
    """A report as told; `code` is the receipt code its reporter gets."""

    code: str
    safe: str = ""
    name: str = ""
    contact: str = ""
    rules: str = ""

    @property
    def urgency(self) -> Urgency:
        return proposed(self.advice, wish=self.wish, haste=self.haste, safe=self.safe)

    @property
    def named(self) -> bool:
        return bool(self.name or self.contact)


def submission_of(answers: Answers, language: str) -> Submission:
    """Turn the answers of a visit into what was told."""
    given = {field.name: getattr(answers, field.name) for field in _ASKED}
    given |= {"wish": Wish(answers.wish), "age": answers.whose_age, "language": language}
    if answers.wish == Wish.HELP:
        given["reporter_type"] = "self"
    if answers.named != "yes":
        given |= dict.fromkeys(NAMES, "")
    return Submission(**given)


#: What is asked under the name it is told by.
_ASKED = [each for each in fields(Submission) if each.name in Answers.__dataclass_fields__]
