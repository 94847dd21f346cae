# SPDX-License-Identifier: MIT
"""What two names have in common, as numbers a scorer can weigh.

The first name of a pair is the one in Latin script where only one is; otherwise the
order is alphabetical. So the numbers, and the score, do not depend on which file a
name came from.
"""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from blindkoppel.arrays import Float32s
from blindkoppel.names.alignment import (
    LONGEST_NAME,
    AlignmentOdds,
    alignment_scores,
)
from blindkoppel.names.pairing import (
    GROUP_NUMBER,
    NameFrequencies,
    Pair,
    Side,
    aligned_pairs,
    group_of,
)
from blindkoppel.names.prepare import PreparedName

_LEAST_MAXIMUM = 0.5


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
    """The features of pairs of names; every name must have at least one word.

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
    Float32s
        Shape ``(pairs, features)``.

    Examples
    --------
    >>> from blindkoppel.names.prepare import prepare
    >>> from blindkoppel.names.score import default_scorer
    >>> scorer, names = default_scorer(), [(prepare("Jan Bakker"), prepare("Jan"))]
    >>> len(pair_features(scorer.odds, scorer.frequencies, names))
    1
    """
    pairs = aligned_pairs(odds, frequencies, names)
    own = np.array([_own_features(pair) for pair in pairs], dtype=np.float32)
    return np.hstack([own, _whole_name_features(odds, pairs)])
