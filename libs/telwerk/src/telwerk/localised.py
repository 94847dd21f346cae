# SPDX-License-Identifier: MIT
"""Sentences that exist in Dutch and in English, and numbers as people write them."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class LocalisedText:
    """One text in both languages.

    Attributes
    ----------
    nl
        The text in Dutch.
    en
        The text in English.
    """

    nl: str
    en: str

    def say(self, lang: Language) -> str:
        """Give the sentence in the language asked for.

        Parameters
        ----------
        lang
            ``nl`` or ``en``.

        Returns
        -------
        str
            The text in that language.
        """
        return self.nl if lang == "nl" else self.en

    def filled(self, **values: object) -> "LocalisedText":
        """Fill in the places in braces, in both languages.

        Parameters
        ----------
        values
            What stands in each place, by name.

        Returns
        -------
        LocalisedText
            The text with its places filled.

        Examples
        --------
        >>> LocalisedText(nl="rij {row}", en="row {row}").filled(row=3).nl
        'rij 3'
        """
        return LocalisedText(nl=self.nl.format(**values), en=self.en.format(**values))

    def then(self, other: "LocalisedText") -> "LocalisedText":
        """Join another text behind this one.

        Parameters
        ----------
        other
            The text that follows.

        Returns
        -------
        LocalisedText
            Both, parted by a space.
        """
        return LocalisedText(nl=f"{self.nl} {other.nl}".strip(), en=f"{self.en} {other.en}".strip())


EMPTY_TEXT = LocalisedText(nl="", en="")


class LocalisedError(ValueError):
    """An error with a message in both languages: what was wrong, and what to do instead."""

    def __init__(self, text: LocalisedText) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text.en


def whole(value: float, lang: Language) -> str:
    """Write a number of people with the thousands mark of the language.

    Parameters
    ----------
    value
        A number of people; it is rounded.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    str
        Digits with a point (nl) or a comma (en) between thousands.

    Examples
    --------
    >>> whole(12345.6, "nl"), whole(12345.6, "en")
    ('12.346', '12,346')
    """
    text = f"{round(value):,}"
    return text.replace(",", ".") if lang == "nl" else text


def percent(share: float, lang: Language) -> str:
    """Write a share as a percentage: whole, or with one decimal below ten.

    Parameters
    ----------
    share
        Between 0 and 1.
    lang
        ``nl`` or ``en``.

    Returns
    -------
    str
        The percentage with its sign.

    Examples
    --------
    >>> percent(0.0456, "nl"), percent(0.456, "en")
    ('4,6%', '46%')
    """
    text = f"{100 * share:.1f}%" if share < 0.1 else f"{100 * share:.0f}%"
    return text.replace(".", ",") if lang == "nl" else text
