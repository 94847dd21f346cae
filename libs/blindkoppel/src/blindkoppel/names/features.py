# SPDX-License-Identifier: MIT
"""What two names have in common, as numbers a scorer can weigh.

The first name of a pair is the one in Latin script where only one is; otherwise the
order is alphabetical. So the numbers, and the score, do not depend on which file a
name came from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from blindkoppel.arrays import Float32s
from blindkoppel.names.alignment import (
    LONGEST_NAME,
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
_LEAST_MAXIMUM = 0.5


@dataclass(frozen=True, slots=True)
class NameFrequencies:
    """How rare a word is among names, from 0 (everybody's) to 1 (never seen).

    ``people`` counts the people whose name has a word with this fine phonetic key.
    """

    people: Mapping[str, int]
    population: int

    def inverse(self, token: Token) -> float:
        """Inverse frequency of one word."""
        seen = self.people.get(token.fine, 0)
        return float(np.log((self.population + 1) / (seen + 1)) / np.log(self.population + 1))


@dataclass(frozen=True, slots=True)
class Side:
    """One name of a pair, ready to be compared."""

    name: PreparedName
    tokens: tuple[Token, ...]
    words: tuple[bytes, ...]
    inverse_frequency: tuple[float, ...]
    best: tuple[float, ...]  # what each word would score against its ideal counterpart


@dataclass(frozen=True, slots=True)
class Link:
    """Two words set opposite each other, with their log-odds."""

    first: int
    second: int
    odds: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, the odds of each word against each, and the words set opposite."""

    first: Side
    second: Side
    odds: Float32s
    links: tuple[Link, ...]


def group_of(first: PreparedName, second: PreparedName) -> int:
    """The row of the learned odds for these scripts."""
    return GROUP_NUMBER[second.script if first.script is Script.LATIN else first.script]


def in_order(one: PreparedName, other: PreparedName) -> tuple[PreparedName, PreparedName]:
    """The pair in the order the odds were learned in."""

    def place(name: PreparedName) -> tuple[bool, str]:
        return name.script is not Script.LATIN, name.folded

    return (one, other) if place(one) <= place(other) else (other, one)


def opposite_words(odds: Float32s) -> tuple[Link, ...]:
    """Words set opposite each other, best pair first, each word once."""
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
    """For each pair of names, the log-odds of every word against every word."""
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


def _size_features(pair: Pair) -> list[float]:
    first, second = pair.first, pair.second
    return [
        GROUP_NUMBER[second.name.script],
        first.name.script is second.name.script,
        len(first.tokens),
        len(second.tokens),
        sum(map(len, first.words)),
        sum(map(len, second.words)),
        max(first.inverse_frequency),
        max(second.inverse_frequency),
    ]


def _share(odds: float, *best: float) -> float:
    return odds / max(_LEAST_MAXIMUM, *best)


def _link_features(pair: Pair) -> list[float]:
    first, second, links = pair.first, pair.second, pair.links
    odds = sorted(link.odds for link in links)
    lower = sorted(
        _share(link.odds, min(first.best[link.first], second.best[link.second])) for link in links
    )
    higher = [_share(link.odds, first.best[link.first], second.best[link.second]) for link in links]
    total = sum(odds)
    return [
        total,
        total / len(odds),
        _share(total, sum(first.best)),
        _share(total, sum(second.best)),
        odds[0],
        odds[-1],
        odds[min(1, len(odds) - 1)],
        lower[0],
        lower[min(1, len(lower) - 1)],
        lower[-1],
        min(higher),
    ]


def _term_frequency_features(pair: Pair) -> list[float]:
    first, second = pair.first, pair.second
    weight = [
        (first.inverse_frequency[a.first] + second.inverse_frequency[a.second]) / 2
        for a in pair.links
    ]
    share = [_share(a.odds, min(first.best[a.first], second.best[a.second])) for a in pair.links]
    agreed = sum(w * max(0.0, s) for w, s in zip(weight, share, strict=True))
    met = [w for w, link in zip(weight, pair.links, strict=True) if link.odds > 0]
    return [
        agreed,
        2 * agreed / max(sum(first.inverse_frequency) + sum(second.inverse_frequency), 1e-9),
        sum(w * link.odds for w, link in zip(weight, pair.links, strict=True)),
        sum(met),
        max(met, default=0.0),
    ]


def _left_over(side: Side, met: set[int]) -> list[float]:
    left = [number for number in range(len(side.tokens)) if number not in met]
    return [
        len(left),
        max((side.inverse_frequency[number] for number in left), default=0.0),
        max((side.best[number] for number in left), default=0.0),
    ]


def _left_over_features(pair: Pair) -> list[float]:
    met = [link for link in pair.links if link.odds > 0]
    rows, columns = pair.odds.max(axis=1), pair.odds.max(axis=0)
    rarest_first = int(np.argmax(pair.first.inverse_frequency))
    rarest_second = int(np.argmax(pair.second.inverse_frequency))
    return [
        *_left_over(pair.first, {link.first for link in met}),
        *_left_over(pair.second, {link.second for link in met}),
        _share(float(rows[rarest_first]), pair.first.best[rarest_first]),
        _share(float(columns[rarest_second]), pair.second.best[rarest_second]),
        float(rows.min()),
        float(columns.min()),
        float(rows.sum()),
        float(columns.sum()),
    ]


def _spelling_features(pair: Pair) -> list[float]:
    first, second = pair.first.tokens, pair.second.tokens
    written = [" ".join(token.pronunciation for token in side) for side in (first, second)]
    ordered = [" ".join(sorted(token.pronunciation for token in side)) for side in (first, second)]
    fine = [" ".join(sorted(token.fine for token in side)) for side in (first, second)]
    coarse = ["".join(token.coarse for token in side) for side in (first, second)]
    return [
        fuzz.ratio(*ordered),
        fuzz.WRatio(*written),
        fuzz.token_set_ratio(*written),
        fuzz.partial_ratio(*written),
        fuzz.ratio(*written),
        JaroWinkler.similarity(*(text.replace(" ", "") for text in written)),
        fuzz.ratio(*fine),
        fuzz.token_set_ratio(*fine),
        fuzz.ratio(*coarse),
        JaroWinkler.similarity(*fine),
    ]


def _custom_features(pair: Pair) -> list[float]:
    """What naming customs tell: fathers' names, pet forms, initials."""
    first, second = pair.first.tokens, pair.second.tokens
    fathers = [
        JaroWinkler.similarity(one.father, other.father)
        for one in first
        for other in second
        if one.father and other.father
    ]
    initials = sum(
        one.is_initial != other.is_initial and one.folded[0] == other.folded[0]
        for one in first
        for other in second
    )
    read_alike = sum(
        any(not set(one.readings).isdisjoint(other.readings) for other in second) for one in first
    )
    everyday = {token.everyday for token in first} & {token.everyday for token in second}
    return [max(fathers, default=0.0), len(everyday), initials, read_alike]


def _in_opposite_order(pair: Pair) -> bytes:
    """The second name with its words in the order of the first."""
    places = [link.second for link in sorted(pair.links, key=lambda link: link.first)]
    places += [place for place in range(len(pair.second.words)) if place not in places]
    return b"".join(pair.second.words[place] for place in places)


def _whole_name_features(odds: AlignmentOdds, pairs: Sequence[Pair]) -> Float32s:
    """The names as one string each, as written and with words set opposite."""
    group = np.array([group_of(pair.first.name, pair.second.name) for pair in pairs])
    first = [b"".join(pair.first.words)[:LONGEST_NAME] for pair in pairs]
    second = [b"".join(pair.second.words)[:LONGEST_NAME] for pair in pairs]
    ordered = [_in_opposite_order(pair)[:LONGEST_NAME] for pair in pairs]
    best = np.array([[sum(pair.first.best), sum(pair.second.best)] for pair in pairs])
    least = np.maximum(best.min(axis=1), _LEAST_MAXIMUM)
    most = np.maximum(best.max(axis=1), _LEAST_MAXIMUM)
    written = alignment_scores(odds, first, second, group)
    sorted_ = alignment_scores(odds, first, ordered, group)
    columns = [written, written / least, sorted_, sorted_ / least, sorted_ / most]
    return np.stack(columns, axis=1).astype(np.float32)


def _own_features(pair: Pair) -> list[float]:
    return [
        *_size_features(pair),
        *_link_features(pair),
        *_term_frequency_features(pair),
        *_left_over_features(pair),
        *_spelling_features(pair),
        *_custom_features(pair),
    ]


def pair_features(
    odds: AlignmentOdds,
    frequencies: NameFrequencies,
    names: Sequence[tuple[PreparedName, PreparedName]],
) -> Float32s:
    """One row of numbers per pair; every name must have at least one word."""
    ordered = [in_order(one, other) for one, other in names]
    pairs = [
        Pair(
            _side(odds, frequencies, pair, 0),
            _side(odds, frequencies, pair, 1),
            table,
            opposite_words(table),
        )
        for pair, table in zip(ordered, word_odds(odds, ordered), strict=True)
    ]
    own = np.array([_own_features(pair) for pair in pairs], dtype=np.float32)
    return np.hstack([own, _whole_name_features(odds, pairs)])
