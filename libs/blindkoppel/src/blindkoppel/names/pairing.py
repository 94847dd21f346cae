# SPDX-License-Identifier: MIT
"""Two names side by side: how frequent their words are, and which words are aligned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from blindkoppel.arrays import Float32s
from blindkoppel.names.alignment import (
    LONGEST_WORD,
    AlignmentOdds,
    alignment_scores,
    units_of,
)
from blindkoppel.names.prepare import PreparedName, Token
from blindkoppel.names.scripts import Script

GROUP_NUMBER = {script: number for number, script in enumerate(Script)}
MOST_WORDS = 6
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class NameFrequencies:
    """The number of people that have each word in their name.

    ``people`` counts the people whose name has a word with this fine phonetic key.

    Attributes
    ----------
    people : Mapping[str, int]
        How many people have a word with this fine phonetic key.
    population : int
        How many people were counted.
    """

    people: Mapping[str, int]
    population: int

    def inverse(self, token: Token) -> float:
        """The inverse frequency of one word, from 0 (everybody's) to 1 (never seen).

        Parameters
        ----------
        token : Token
            The word.

        Returns
        -------
        float
            From 0 to 1.
        """
        seen = self.people.get(token.fine, 0)
        return float(np.log((self.population + 1) / (seen + 1)) / np.log(self.population + 1))


@dataclass(frozen=True, slots=True)
class Side:
    """One name of a pair, ready to be compared.

    Attributes
    ----------
    name : PreparedName
        The name.
    tokens : tuple[Token, ...]
        Its words.
    words : tuple[bytes, ...]
        Its words as unit numbers.
    inverse_frequency : tuple[float, ...]
        The inverse frequency of each word.
    best : tuple[float, ...]
        What each word would score against its ideal counterpart.
    """

    name: PreparedName
    tokens: tuple[Token, ...]
    words: tuple[bytes, ...]
    inverse_frequency: tuple[float, ...]
    best: tuple[float, ...]  # what each word would score against its ideal counterpart


@dataclass(frozen=True, slots=True)
class Link:
    """Two words that are aligned, with their log-odds.

    Attributes
    ----------
    first : int
        The place of the word in the first name.
    second : int
        The place of the word in the second name.
    odds : float
        Their log-odds.
    """

    first: int
    second: int
    odds: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names with the odds of each word against each, and the words that are aligned.

    Attributes
    ----------
    first : Side
        The first name.
    second : Side
        The second name.
    odds : Float32s
        Shape ``(words of the first, words of the second)``.
    links : tuple[Link, ...]
        The words that are aligned.
    """

    first: Side
    second: Side
    odds: Float32s
    links: tuple[Link, ...]


def group_of(first: PreparedName, second: PreparedName) -> int:
    """The row of the learned odds for the scripts of two names.

    Parameters
    ----------
    first : PreparedName
        The name in Latin script, if one is.
    second : PreparedName
        The other name.

    Returns
    -------
    int
        The number of a script.

    Examples
    --------
    >>> from blindkoppel.names.prepare import prepare
    >>> group_of(prepare("Jan"), prepare("Jan")) == GROUP_NUMBER[Script.LATIN]
    True
    """
    return GROUP_NUMBER[second.script if first.script is Script.LATIN else first.script]


def in_order(one: PreparedName, other: PreparedName) -> tuple[PreparedName, PreparedName]:
    """The names of a pair in the order the odds were learned in.

    Parameters
    ----------
    one : PreparedName
        A name.
    other : PreparedName
        Another name.

    Returns
    -------
    tuple[PreparedName, PreparedName]
        Both names.

    Examples
    --------
    >>> from blindkoppel.names.prepare import prepare
    >>> in_order(prepare("Мария"), prepare("Maria"))[0].script.value
    'latin'
    """

    def place(name: PreparedName) -> tuple[bool, str]:
        return name.script is not Script.LATIN, name.folded

    return (one, other) if place(one) <= place(other) else (other, one)


def opposite_words(odds: Float32s) -> tuple[Link, ...]:
    """The alignment of words, best pair first, each word once.

    Parameters
    ----------
    odds : Float32s
        Shape ``(words of the first, words of the second)``.

    Returns
    -------
    tuple[Link, ...]
        As many links as the shorter name has words.

    Examples
    --------
    >>> [(link.first, link.second) for link in opposite_words(np.array([[1.0, 5.0], [4.0, 2.0]]))]
    [(0, 1), (1, 0)]
    """
    left = odds.copy()
    links = []
    for _ in range(min(left.shape)):
        first, second = divmod(int(left.argmax()), left.shape[1])
        links.append(Link(first, second, float(left[first, second])))
        left[first, :] = _NEVER
        left[:, second] = _NEVER
    return tuple(links)


def _words(name: PreparedName) -> tuple[bytes, ...]:
    return tuple(units_of(token.pronunciation)[:LONGEST_WORD] for token in name.tokens[:MOST_WORDS])


def word_odds(
    odds: AlignmentOdds, names: Sequence[tuple[PreparedName, PreparedName]]
) -> list[Float32s]:
    """The log-odds of every word against every word, for each pair of names.

    Parameters
    ----------
    odds : AlignmentOdds
        Learned log-odds of alignments.
    names : Sequence[tuple[PreparedName, PreparedName]]
        Pairs of prepared names.

    Returns
    -------
    list[Float32s]
        One array of shape ``(words of the first, words of the second)`` per pair.

    Examples
    --------
    >>> from blindkoppel.names.prepare import prepare
    >>> from blindkoppel.names.score import default_scorer
    >>> names = [(prepare("Jan Bakker"), prepare("Jan"))]
    >>> word_odds(default_scorer().odds, names)[0].shape
    (2, 1)
    """
    words = [(_words(first), _words(second)) for first, second in names]
    first = [a for one, other in words for a in one for _ in other]
    second = [b for one, other in words for _ in one for b in other]
    sizes = [len(one) * len(other) for one, other in words]
    group = np.repeat([group_of(*pair) for pair in names], sizes)
    scores = alignment_scores(odds, first, second, group)
    blocks = np.split(scores, np.cumsum(sizes)[:-1])
    return [
        block.reshape(len(one), len(other))
        for block, (one, other) in zip(blocks, words, strict=True)
    ]


def _best_counterparts(
    odds: AlignmentOdds, group: int, words: Sequence[bytes], side: int
) -> list[float]:
    alone = odds.gap_second if side else odds.gap_first
    best = np.maximum(odds.opposite[group].max(axis=1 - side), alone[group])
    return [float(best[list(word)].sum()) for word in words]


def _side(
    odds: AlignmentOdds,
    frequencies: NameFrequencies,
    pair: tuple[PreparedName, PreparedName],
    at: int,
) -> Side:
    tokens, words = pair[at].tokens[:MOST_WORDS], _words(pair[at])
    return Side(
        name=pair[at],
        tokens=tokens,
        words=words,
        inverse_frequency=tuple(frequencies.inverse(token) for token in tokens),
        best=tuple(_best_counterparts(odds, group_of(*pair), words, at)),
    )


def aligned_pairs(
    odds: AlignmentOdds,
    frequencies: NameFrequencies,
    names: Sequence[tuple[PreparedName, PreparedName]],
) -> list[Pair]:
    """The pairs of names with their words aligned; every name must have at least one word.

    Parameters
    ----------
    odds : AlignmentOdds
        Learned log-odds of alignments.
    frequencies : NameFrequencies
        How many people have each word.
    names : Sequence[tuple[PreparedName, PreparedName]]
        Pairs of prepared names.

    Returns
    -------
    list[Pair]
        One per pair of names, in the order the odds were learned in.

    Examples
    --------
    >>> from blindkoppel.names.prepare import prepare
    >>> from blindkoppel.names.score import default_scorer
    >>> scorer, names = default_scorer(), [(prepare("Jan Bakker"), prepare("Bakker, Jan"))]
    >>> pair = aligned_pairs(scorer.odds, scorer.frequencies, names)[0]
    >>> sorted(pair.first.tokens[link.first].folded for link in pair.links)
    ['bakker', 'jan']
    """
    ordered = [in_order(one, other) for one, other in names]
    return [
        Pair(
            _side(odds, frequencies, pair, 0),
            _side(odds, frequencies, pair, 1),
            table,
            opposite_words(table),
        )
        for pair, table in zip(ordered, word_odds(odds, ordered), strict=True)
    ]
