# SPDX-License-Identifier: MIT
"""Sentences that exist in Dutch and in English, and numbers as people write them."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """One sentence in both languages."""

    nl: str
    en: str

    def say(self, lang: Language) -> str:
        """Give the sentence in the language asked for."""
        return self.nl if lang == "nl" else self.en

    def filled(self, **values: object) -> "LocalisedText":
        """Fill in the places in braces, in both languages.

        >>> LocalisedText(nl="rij {row}", en="row {row}").filled(row=3).nl
        'rij 3'
        """
        return LocalisedText(nl=self.nl.format(**values), en=self.en.format(**values))

    def then(self, other: "LocalisedText") -> "LocalisedText":
        """Say another sentence after this one."""
        return LocalisedText(nl=f"{self.nl} {other.nl}".strip(), en=f"{self.en} {other.en}".strip())


EMPTY_TEXT = LocalisedText(nl="", en="")


class LocalisedError(ValueError):
    """What was asked cannot be done; ``text`` says what was wrong and what to do instead."""

    def __init__(self, text: LocalisedText) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text.en


def whole(value: float, lang: Language) -> str:
    """Write a number of people with the thousands mark of the language.

    >>> whole(12345.6, "nl"), whole(12345.6, "en")
    ('12.346', '12,346')
    """
    text = f"{round(value):,}"
    return text.replace(",", ".") if lang == "nl" else text


def percent(share: float, lang: Language) -> str:
    """Write a share as a percentage: whole, or with one decimal below ten.

    >>> percent(0.0456, "nl"), percent(0.456, "en")
    ('4,6%', '46%')
    """
    text = f"{100 * share:.1f}%" if share < 0.1 else f"{100 * share:.0f}%"
    return text.replace(".", ",") if lang == "nl" else text
