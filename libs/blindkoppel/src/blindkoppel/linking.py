# SPDX-License-Identifier: MIT
"""Two files in, pairs with a probability out: the steps in order, in clear text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from blindkoppel.block import Candidates, candidates
from blindkoppel.compare.records import compare, comparison
from blindkoppel.compare.sieve import sieve_for
from blindkoppel.decide import exclusive_probability, fit_prior, one_to_one, shipped_weights
from blindkoppel.decide.em import learn_weights
from blindkoppel.decide.levels import fields_of
from blindkoppel.encode.recipes import RECIPES, KeySet, key_set
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.records import Columns, Records, Schema, read_records

Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]


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
    for recipe in RECIPES:
        yield key_set(left, vocabulary, recipe), key_set(right, vocabulary, recipe)


def default_weights(schema: Schema) -> Weights:
    """Shipped weights where they know the fields; the files' own otherwise."""
    return Weights.LEARNED if schema.birth and not schema.texts else Weights.EM


def log_odds_of(
    rows: Floats, left: Records, right: Records, pairs: Candidates, weights: Weights
) -> Doubles:
    """Log-odds of a match per candidate, each pair by itself."""
    if not len(pairs):
        return np.empty(0)
    if weights is Weights.LEARNED:
        shipped = shipped_weights("clear")
        return fit_prior(shipped.log_odds(rows), shipped.prior)
    fields = fields_of(rows, left, right, pairs)
    return learn_weights(fields).log_odds(fields)


def propose(left: Records, right: Records, vocabulary: Vocabulary) -> Candidates:
    """Pairs that share a key and resemble each other at all."""
    sieve = sieve_for(left, right, vocabulary)
    return candidates(key_sets(left, right, vocabulary), len(right), sieve)


def link(left: Columns, right: Columns, schema: Schema, weights: Weights | None = None) -> Linkage:
    """Link two files in which nobody is twice."""
    vocabulary = Vocabulary()
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    pairs = propose(one, other, vocabulary)
    rows = compare(comparison(one, other, vocabulary), pairs)
    log_odds = log_odds_of(rows, one, other, pairs, weights or default_weights(schema))
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
    rows = compare(comparison(records, records, vocabulary), pairs)
    log_odds = log_odds_of(rows, records, records, pairs, weights or default_weights(schema))
    return Linkage(pairs, 1 / (1 + np.exp(-np.clip(log_odds, -40, 40))), len(pairs))
