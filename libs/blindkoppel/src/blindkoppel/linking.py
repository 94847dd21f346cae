# SPDX-License-Identifier: MIT
"""Two files in, pairs with a probability out: the steps in order, in clear text."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.block import Candidates
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
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.proposing import pairs_not_proposed, propose, propose_within
from blindkoppel.reading.records import Columns, Schema, read_records

# One in a thousand: below it a pair is nobody's rival and no result.
LEAST_LOG_ODDS = -7.0


class Weights(StrEnum):
    """Where the weights of a comparison come from."""

    LEARNED = "learned"  # shipped with the library; needs names and birth dates
    EM = "em"  # learned from these files, without labels


@dataclass(frozen=True, slots=True)
class Linkage:
    """Pairs of rows with the probability that they are one person.

    ``compared`` counts the candidates; pairs with rivals that were better are gone
    where each list holds nobody twice.

    Attributes
    ----------
    pairs : Candidates
        Row numbers of the two files.
    probability : Float64s
        Probability of a match per pair, shape ``(pairs,)``.
    compared : int
        How many candidates were compared.
    """

    pairs: Candidates
    probability: Float64s
    compared: int


def default_weights(schema: Schema, *, within: bool = False) -> Weights:
    """The weights that are best for a schema: shipped ones, or those learned from the files.

    Shipped weights learned what it means that a column is missing, but no texts. ``within``
    one file of which little is known, how often non-matches agree is best learned there.

    Parameters
    ----------
    schema : Schema
        Which columns say what.
    within : bool
        Whether there is one file.

    Returns
    -------
    Weights
        Where weights come from.

    Examples
    --------
    >>> default_weights(Schema(("name",), texts=("address",))).value
    'em'
    """
    known = schema.birth and schema.nationality if within else True
    return Weights.LEARNED if known and not schema.texts else Weights.EM


def _scores(shipped: LearnedWeights, whole: Comparison, pairs: Candidates) -> Float64s:
    found, at = np.empty(len(pairs)), 0
    for some in pairs.batches():
        found[at : at + len(some)] = shipped.log_odds(compare(whole, some))
        at += len(some)
    return found


def set_right_log_odds(whole: Comparison, pairs: Candidates, vocabulary: Vocabulary) -> Float64s:
    """The log-odds by shipped weights, set right by pairs within each list: nobody is there twice.

    Parameters
    ----------
    whole : Comparison
        What comparing two files needs.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.
    vocabulary : Vocabulary
        The words of the names met so far; words that are new to it are added.

    Returns
    -------
    Float64s
        Shape ``(pairs,)``.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> whole = comparison(records, records, vocabulary)
    >>> pairs = propose(records, records, vocabulary)
    >>> set_right_log_odds(whole, pairs, vocabulary).shape
    (1,)
    """
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
    """The log-odds of a match per candidate, each pair by itself.

    Parameters
    ----------
    whole : Comparison
        What comparing two files needs.
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.
    weights : Weights
        Where weights come from.
    within : bool
        Whether both files are one file, in which no record is paired with itself.

    Returns
    -------
    Float64s
        Shape ``(pairs,)``.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> vocabulary, people = Vocabulary(), {"name": ["Maria Petrova"], "dob": ["1990-05-04"]}
    >>> records = read_records(people, guess_schema(list(people)), vocabulary)
    >>> whole = comparison(records, records, vocabulary)
    >>> pairs = propose(records, records, vocabulary)
    >>> log_odds_of(whole, pairs, Weights.LEARNED).shape
    (1,)
    """
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
    """The linkage that is left of candidates when each list holds nobody twice.

    Pairs that are next to impossible, most of them, are neither rivals nor results.

    Parameters
    ----------
    pairs : Candidates
        Row numbers of the two files, one pair of them per candidate.
    log_odds : Float64s
        Natural log-odds of a match per pair, shape ``(pairs,)``.

    Returns
    -------
    Linkage
        Pairs with their probability.

    Examples
    --------
    >>> pairs = Candidates(np.array([0, 0]), np.array([0, 1]))
    >>> exclusive(pairs, np.array([5.0, 1.0])).pairs.right.tolist()
    [0]
    """
    possible = log_odds >= LEAST_LOG_ODDS
    some, odds = Candidates(pairs.left[possible], pairs.right[possible]), log_odds[possible]
    probability = exclusive_probability(some, odds)
    kept = one_to_one(some, probability)
    return Linkage(Candidates(some.left[kept], some.right[kept]), probability[kept], len(pairs))


def link(left: Columns, right: Columns, schema: Schema, weights: Weights | None = None) -> Linkage:
    """The linkage of two files in which nobody is twice.

    Parameters
    ----------
    left : Columns
        Values by column of the first file.
    right : Columns
        Values by column of the second file.
    schema : Schema
        Which columns say what.
    weights : Weights | None
        Where weights come from; what is best for the schema without it.

    Returns
    -------
    Linkage
        Pairs with their probability.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> left = {"name": ["Maria Petrova", "Jan Bakker"], "dob": ["1990-05-04", "1985-01-02"]}
    >>> right = {"name": ["PETROWA Maria"], "dob": ["1990-05-04"]}
    >>> found = link(left, right, guess_schema(list(left)))
    >>> found.pairs.left.tolist(), found.pairs.right.tolist()
    ([0], [0])
    """
    vocabulary = Vocabulary()
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    pairs = propose(one, other, vocabulary)
    whole, chosen = comparison(one, other, vocabulary), weights or default_weights(schema)
    if chosen is Weights.LEARNED:
        return exclusive(pairs, set_right_log_odds(whole, pairs, vocabulary))
    return exclusive(pairs, log_odds_of(whole, pairs, chosen))


def find_duplicates(columns: Columns, schema: Schema, weights: Weights | None = None) -> Linkage:
    """The pairs inside one file that are one person; a person may be there more than twice.

    Two records that are surely one with a third are a pair, also when they share no key.

    Parameters
    ----------
    columns : Columns
        Values by column name, as many in every column as there are records.
    schema : Schema
        Which columns say what.
    weights : Weights | None
        Where weights come from; what is best for the schema without it.

    Returns
    -------
    Linkage
        Pairs with their probability.

    Examples
    --------
    >>> from blindkoppel.reading.records import guess_schema
    >>> names = ["Maria Petrova", "PETROWA Maria", "Jan Bakker"]
    >>> people = {"name": names, "dob": ["1990-05-04", "1990-05-04", "1985-01-02"]}
    >>> find_duplicates(people, guess_schema(list(people)), Weights.LEARNED).pairs.right.tolist()
    [1]
    """
    vocabulary = Vocabulary()
    records = read_records(columns, schema, vocabulary)
    pairs = propose_within(records, vocabulary)
    whole = comparison(records, records, vocabulary)
    chosen = weights or default_weights(schema, within=True)
    log_odds = log_odds_of(whole, pairs, chosen, within=True)
    probability = 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
    return Linkage(*add_transitive_pairs(pairs, probability), len(pairs))
