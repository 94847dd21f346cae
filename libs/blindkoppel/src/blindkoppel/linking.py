# SPDX-License-Identifier: MIT
"""Two files in, pairs with a probability out: the steps in order, in clear text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from blindkoppel.block import ALL_PAIRS, Candidates, all_pairs, candidates
from blindkoppel.compare.records import Comparison, compare, comparison
from blindkoppel.compare.sieve import sieve_for
from blindkoppel.decide import exclusive_probability, fit_prior, one_to_one, shipped_weights
from blindkoppel.decide.em import learn_weights
from blindkoppel.decide.levels import fields_of
from blindkoppel.encode.recipes import RECIPES, KeySet, all_skeleton_codes, key_set
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.records import Columns, Records, Schema, read_records

Doubles = npt.NDArray[np.float64]

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
    probability: Doubles
    compared: int


def key_sets(
    left: Records, right: Records, vocabulary: Vocabulary
) -> Iterator[tuple[KeySet, KeySet]]:
    """The keys of both files, one recipe at a time."""
    skeletons = all_skeleton_codes(vocabulary)
    for recipe in RECIPES:
        yield key_set(left, skeletons, recipe), key_set(right, skeletons, recipe)


def default_weights(schema: Schema) -> Weights:
    """Shipped weights where they know the fields; the files' own otherwise."""
    return Weights.LEARNED if schema.birth and not schema.texts else Weights.EM


def random_pairs(sizes: tuple[int, int]) -> Candidates:
    """Pairs drawn at random, the same in every run; nearly all are two people."""
    draw = np.random.default_rng(_SEED)
    return Candidates(draw.integers(sizes[0], size=_RANDOM), draw.integers(sizes[1], size=_RANDOM))


def propose(left: Records, right: Records, vocabulary: Vocabulary) -> Candidates:
    """Pairs that share a key, or all pairs of small files, if they resemble each other."""
    sieve, sizes = sieve_for(left, right, vocabulary), (len(left), len(right))
    if sizes[0] * sizes[1] <= ALL_PAIRS:
        return all_pairs(sizes, sieve)
    return candidates(key_sets(left, right, vocabulary), sizes, sieve)


def log_odds_of(whole: Comparison, pairs: Candidates, weights: Weights) -> Doubles:
    """Log-odds of a match per candidate, each pair by itself."""
    if not len(pairs):
        return np.empty(0)
    rows = compare(whole, pairs)
    if weights is Weights.LEARNED:
        shipped = shipped_weights("clear")
        return fit_prior(shipped.log_odds(rows), shipped.prior)
    left, right = whole.left, whole.right
    fields = fields_of(rows, left, right, pairs)
    drawn = random_pairs((len(left), len(right)))
    strangers = fields_of(compare(whole, drawn), left, right, drawn)
    return learn_weights(fields, strangers, len(left) * len(right)).log_odds(fields)


def link(left: Columns, right: Columns, schema: Schema, weights: Weights | None = None) -> Linkage:
    """Link two files in which nobody is twice."""
    vocabulary = Vocabulary()
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    pairs = propose(one, other, vocabulary)
    whole = comparison(one, other, vocabulary)
    log_odds = log_odds_of(whole, pairs, weights or default_weights(schema))
    probability = exclusive_probability(pairs, log_odds)
    kept = one_to_one(pairs, probability)
    return Linkage(Candidates(pairs.left[kept], pairs.right[kept]), probability[kept], len(pairs))


def find_doubles(columns: Columns, schema: Schema, weights: Weights | None = None) -> Linkage:
    """Pairs inside one file; a person may be there more than twice."""
    vocabulary = Vocabulary()
    records = read_records(columns, schema, vocabulary)
    both = propose(records, records, vocabulary)
    once = both.left < both.right
    pairs = Candidates(both.left[once], both.right[once])
    whole = comparison(records, records, vocabulary)
    log_odds = log_odds_of(whole, pairs, weights or default_weights(schema))
    return Linkage(pairs, 1 / (1 + np.exp(-np.clip(log_odds, -40, 40))), len(pairs))
