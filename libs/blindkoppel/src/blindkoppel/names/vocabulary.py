# SPDX-License-Identifier: MIT
"""The words of many names, each prepared once and known by number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from blindkoppel.arrays import Int32s
from blindkoppel.names.prepare import Token, prepare, split_words, token_from

WORDS_KEPT = 5
NO_WORD = -1

WordNumbers = Int32s


@dataclass(slots=True)
class Vocabulary:
    """The distinct words met so far, each with a number. It grows; numbers stay.

    Attributes
    ----------
    tokens : list[Token]
        The words, by number.
    """

    tokens: list[Token] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    # A written word leads straight to its number; None is a title or a particle.
    _written: dict[str, int | None] = field(default_factory=dict)

    def _number_of(self, token: Token) -> int:
        number = self._numbers.setdefault(token.folded, len(self.tokens))
        if number == len(self.tokens):
            self.tokens.append(token)
        return number

    def _look_up(self, word: str) -> int | None:
        token = token_from(word)
        beside = token is None or token.title or token.particle
        number = self._number_of(token) if token is not None and not beside else None
        self._written[word] = number
        return number

    def numbers(self, name: str) -> list[int]:
        """The numbers of the words of one name, in the order of writing.

        Parameters
        ----------
        name : str
            A name as it is written.

        Returns
        -------
        list[int]
            Word numbers.
        """
        found = []
        for word in split_words(name):
            number = self._written[word] if word in self._written else self._look_up(word)
            if number is not None:
                found.append(number)
        # A name of nothing but particles keeps them: the rule of ``prepare``.
        return found or [self._number_of(token) for token in prepare(name).tokens]

    def table(self, names: Sequence[str]) -> WordNumbers:
        """The word numbers of names, one row each, padded with ``NO_WORD``.

        Parameters
        ----------
        names : Sequence[str]
            Names as they are written.

        Returns
        -------
        WordNumbers
            Shape ``(names, WORDS_KEPT)``.
        """
        rows = np.full((len(names), WORDS_KEPT), NO_WORD, dtype=np.int32)
        for row, name in enumerate(names):
            numbers = self.numbers(name)[:WORDS_KEPT]
            rows[row, : len(numbers)] = numbers
        return rows


def factorize(values: Iterable[str]) -> tuple[list[str], Int32s]:
    """The distinct values in order of appearance, and the number of each value.

    Parameters
    ----------
    values : Iterable[str]
        The values, in order.

    Returns
    -------
    tuple[list[str], Int32s]
        The distinct values, and numbers of shape ``(values,)``.

    Examples
    --------
    >>> factorize(["a", "b", "a"])[1].tolist()
    [0, 1, 0]
    """
    seen: dict[str, int] = {}
    numbers = np.fromiter((seen.setdefault(value, len(seen)) for value in values), dtype=np.int32)
    return list(seen), numbers
