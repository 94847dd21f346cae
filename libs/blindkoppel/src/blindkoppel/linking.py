# SPDX-License-Identifier: MIT
"""Two files in, pairs with a probability out: the steps in order, in clear text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.block import ALL_PAIRS, Candidates, all_pairs, candidates
from blindkoppel.compare.prefilter import prefilter_for
from blindkoppel.compare.records import Comparison, compare, comparison, comparison_within
from blindkoppel.decide import (
    LearnedWeights,
    exclusive_probability,
    fit_prior,
    one_to_one,
    prior_shift,
    shipped_weights,
)
from blindkoppel.decide.calibration import NonMatches, calibrate, pair_ratio, sample
from blindkoppel.decide.em import learn_weights
from blindkoppel.decide.levels import fields_of
from blindkoppel.decide.transitivity import add_transitive_pairs
from blindkoppel.encode.blocking_keys import (
    BLOCKING_KEYS,
    TEXT_BLOCKING_KEYS,
    KeySet,
    all_phonetic_key_codes,
    key_set,
)
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.reading.records import Columns, Records, Schema, read_records

# One in a thousand: below it a pair is nobody's rival and no result.
LEAST_LOG_ODDS = -7.0
_RANDOM = 50_000
_SEED = 20_240_101


class Weights(StrEnum):
    """Where the weights of a comparison come from."""

    LEARNED = "learned"  # shipped with the library; needs names and birth dates
    EM = "em"  # learned from these files, without labels


@dataclass(frozen=True, slots=True)
class Linkage:
    """Pairs of rows with the probability that they are one person.

    ``compared`` counts the candidates; pairs with rivals that were better are gone
    where each list holds nobody twice.
    """

    pairs: Candidates
    probability: Float64s
    compared: int


def key_sets(
    left: Records, right: Records, vocabulary: Vocabulary
) -> Iterator[tuple[KeySet, KeySet]]:
    """The keys of both files, one blocking key at a time."""
    phonetic_codes = all_phonetic_key_codes(vocabulary)
    for blocking_key in BLOCKING_KEYS + (TEXT_BLOCKING_KEYS if left.texts else ()):
        yield (
            key_set(left, phonetic_codes, blocking_key),
            key_set(right, phonetic_codes, blocking_key),
        )


def default_weights(schema: Schema, *, within: bool = False) -> Weights:
    """Shipped weights for files like those they learned from; the files' own otherwise.

    Shipped weights learned what it means that a column is missing, but no texts. ``within``
    one file of which little is known, how often non-matches agree is best learned there.
    """
    known = schema.birth and schema.nationality if within else True
    return Weights.LEARNED if known and not schema.texts else Weights.EM


def pairs_not_proposed(
    sizes: tuple[int, int], proposed: Candidates, *, within: bool = False
) -> Candidates:
    """Pairs drawn at random that are no candidates, the same in every run.

    ``within`` one file a record is no pair with itself, which would look like perfect
    agreement between non-matches, and both orders of a pair are that pair.
    """
    draw = np.random.default_rng(_SEED)
    one, other = draw.integers(sizes[0], size=_RANDOM), draw.integers(sizes[1], size=_RANDOM)
    if within:
        one, other = np.minimum(one, other), np.maximum(one, other)
    taken = proposed.left * sizes[1] + proposed.right
    kept = ~np.isin(one * sizes[1] + other, taken)
    if within:
        kept &= one != other
    return Candidates(one[kept], other[kept])


def propose(left: Records, right: Records, vocabulary: Vocabulary) -> Candidates:
    """Pairs that share a key, or all pairs of small files, if they resemble each other."""
    prefilter, sizes = prefilter_for(left, right, vocabulary), (len(left), len(right))
    if sizes[0] * sizes[1] <= ALL_PAIRS:
        return all_pairs(sizes, prefilter)
    return candidates(key_sets(left, right, vocabulary), sizes, prefilter)


def propose_within(records: Records, vocabulary: Vocabulary) -> Candidates:
    """The same inside one file: the first row of a pair is the lower one."""
    prefilter, sizes = prefilter_for(records, records, vocabulary), (len(records), len(records))
    if sizes[0] * sizes[1] <= ALL_PAIRS:
        return all_pairs(sizes, prefilter, within=True)
    return candidates(key_sets(records, records, vocabulary), sizes, prefilter, within=True)


def _scores(shipped: LearnedWeights, whole: Comparison, pairs: Candidates) -> Float64s:
    found, at = np.empty(len(pairs)), 0
    for some in pairs.batches():
        found[at : at + len(some)] = shipped.log_odds(compare(whole, some))
        at += len(some)
    return found


def set_right_log_odds(whole: Comparison, pairs: Candidates, vocabulary: Vocabulary) -> Float64s:
    """Log-odds by shipped weights, set right by pairs within each list: nobody is there twice."""
    shipped = shipped_weights("clear")
    between = _scores(shipped, whole, pairs)
    shift = prior_shift(between, shipped.prior)
    sides = [side.only(sample(len(side))) for side in (whole.left, whole.right)]
    non_matches = [
        _scores(shipped, comparison_within(whole, some), propose_within(some, vocabulary))
        for some in sides
    ]
    times = pair_ratio((len(whole.left), len(whole.right)), (len(sides[0]), len(sides[1])))
    return calibrate(between + shift, NonMatches(np.concatenate(non_matches) + shift, times))


def log_odds_of(
    whole: Comparison, pairs: Candidates, weights: Weights, *, within: bool = False
) -> Float64s:
    """Log-odds of a match per candidate, each pair by itself."""
    if not len(pairs):
        return np.empty(0)
    if weights is Weights.LEARNED:
        shipped = shipped_weights("clear")
        return fit_prior(_scores(shipped, whole, pairs), shipped.prior)
    rows = compare(whole, pairs)
    left, right = whole.left, whole.right
    fields = fields_of(rows, left, right, pairs)
    sizes = len(left), len(right)
    drawn = pairs_not_proposed(sizes, pairs, within=within)
    others = fields_of(compare(whole, drawn), left, right, drawn)
    all_there_are = len(left) * (len(left) - 1) / 2 if within else len(left) * len(right)
    return learn_weights(fields, others, all_there_are).log_odds(fields)


def exclusive(pairs: Candidates, log_odds: Float64s) -> Linkage:
    """What is left of candidates when each list holds nobody twice.

    Pairs that are next to impossible, most of them, are neither rivals nor results.
    """
    possible = log_odds >= LEAST_LOG_ODDS
    some, odds = Candidates(pairs.left[possible], pairs.right[possible]), log_odds[possible]
    probability = exclusive_probability(some, odds)
    kept = one_to_one(some, probability)
    return Linkage(Candidates(some.left[kept], some.right[kept]), probability[kept], len(pairs))


def link(left: Columns, right: Columns, schema: Schema, weights: Weights | None = None) -> Linkage:
    """Link two files in which nobody is twice."""
    vocabulary = Vocabulary()
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    pairs = propose(one, other, vocabulary)
    whole, chosen = comparison(one, other, vocabulary), weights or default_weights(schema)
    if chosen is Weights.LEARNED:
        return exclusive(pairs, set_right_log_odds(whole, pairs, vocabulary))
    return exclusive(pairs, log_odds_of(whole, pairs, chosen))


def find_duplicates(columns: Columns, schema: Schema, weights: Weights | None = None) -> Linkage:
    """Pairs inside one file; a person may be there more than twice.

    Two records that are surely one with a third are a pair, also when they share no key.
    """
    vocabulary = Vocabulary()
    records = read_records(columns, schema, vocabulary)
    pairs = propose_within(records, vocabulary)
    whole = comparison(records, records, vocabulary)
    chosen = weights or default_weights(schema, within=True)
    log_odds = log_odds_of(whole, pairs, chosen, within=True)
    probability = 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
    return Linkage(*add_transitive_pairs(pairs, probability), len(pairs))
