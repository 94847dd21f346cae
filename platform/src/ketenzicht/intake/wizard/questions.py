# SPDX-License-Identifier: EUPL-1.2
"""Which questions are asked, in which order, and where somebody is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ketenzicht.intake.states import Wish
from ketenzicht.intake.wizard.answers import Answers

SEEN = ("who", "where", "age", "signs", "advice", "about", "place", "story", "contact")
OWN = ("safe", "words", "own-age", "place", "contact")
ORDER: Mapping[str, tuple[str, ...]] = {Wish.REPORT: SEEN, Wish.ADVICE: SEEN, Wish.HELP: OWN}
CHECK = "check"


def order(answers: Answers) -> tuple[str, ...]:
    """Return the questions of this visit."""
    return ORDER[answers.wish]


def reached(answers: Answers) -> str:
    """Return the first question still open, or the page to check all answers."""
    return next((name for name in order(answers) if name not in answers.passed), CHECK)


def may_show(answers: Answers, name: str) -> bool:
    """Tell whether a question may be shown: nobody skips ahead, anybody may go back."""
    asked = order(answers)
    if name not in asked:
        return False
    return all(each in answers.passed for each in asked[: asked.index(name)])


def before(answers: Answers, name: str) -> str | None:
    """Return the question before this one, None for the first."""
    asked = order(answers)
    at = len(asked) if name == CHECK else asked.index(name)
    return asked[at - 1] if at else None


def place_of(answers: Answers, name: str) -> tuple[int, int]:
    """Return "question so many of so many"."""
    asked = order(answers)
    return (asked.index(name) + 1, len(asked))


def without(answers: Answers, names: tuple[str, ...]) -> Answers:
    """Return the answers with these questions to be asked again."""
    return replace(answers, passed=tuple(each for each in answers.passed if each not in names))
