# SPDX-License-Identifier: MIT
"""How probable it is that two names are one person's, across scripts and spellings.

The parameters in ``scorer.npz`` were learned by ``python -m blindkoppel.learn.names``
from pairs of public persons' names; they hold weights and word counts, no names of
people.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from blindkoppel.arrays import Float64s
from blindkoppel.names.alignment import AlignmentOdds
from blindkoppel.names.ensemble import Ensemble, StoredModel, read_model, save_model
from blindkoppel.names.features import pair_features
from blindkoppel.names.pairing import NameFrequencies
from blindkoppel.names.prepare import PreparedName, prepare

_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class NameScorer:
    """Learned odds of sounds, inverse frequency of words, and the trees that weigh them.

    ``threshold`` is the probability with the best F1 on the pairs it was learned from,
    ``strict_threshold`` the one with 99 % precision; both read from held-out persons.

    Attributes
    ----------
    odds : AlignmentOdds
        Learned log-odds of alignments.
    frequencies : NameFrequencies
        How many people have each word.
    trees : Ensemble
        The trees that weigh the features.
    threshold : float
        The probability with the best F1.
    strict_threshold : float
        The probability with 99 % precision.
    digest : str
        The SHA-256 of the file, in hexadecimals.
    """

    odds: AlignmentOdds
    frequencies: NameFrequencies
    trees: Ensemble
    threshold: float
    strict_threshold: float
    digest: str

    def probabilities(self, names: Sequence[tuple[PreparedName, PreparedName]]) -> Float64s:
        """The probability, for each pair, that both names are the same person's.

        One in three pairs of the training data was; where true pairs are rarer, use the
        order and choose a threshold, or calibrate. A name without letters scores 0.

        Parameters
        ----------
        names : Sequence[tuple[PreparedName, PreparedName]]
            Pairs of prepared names.

        Returns
        -------
        Float64s
            Shape ``(pairs,)``.
        """
        result: Float64s = np.zeros(len(names))
        comparable = [at for at, (one, other) in enumerate(names) if one.tokens and other.tokens]
        for start in range(0, len(comparable), _CHUNK):
            chosen = comparable[start : start + _CHUNK]
            rows = pair_features(self.odds, self.frequencies, [names[at] for at in chosen])
            result[chosen] = 1 / (1 + np.exp(-self.trees.log_odds(rows)))
        return result


# What the file calls the odds of ``AlignmentOdds``, in the order of its fields.
_STORED_ODDS = ("opposite", "alone_first", "alone_second")


def save_scorer(scorer: NameScorer) -> bytes:
    """The bytes of a file with the scorer.

    Parameters
    ----------
    scorer : NameScorer
        What is stored.

    Returns
    -------
    bytes
        The bytes.

    Examples
    --------
    >>> read_scorer(save_scorer(default_scorer())).threshold == default_scorer().threshold
    True
    """
    odds = (scorer.odds.opposite, scorer.odds.gap_first, scorer.odds.gap_second)
    described = {
        "population": scorer.frequencies.population,
        "people": dict(sorted(scorer.frequencies.people.items())),
        "threshold": scorer.threshold,
        "strict_threshold": scorer.strict_threshold,
    }
    arrays = {
        name: array.astype(np.float16) for name, array in zip(_STORED_ODDS, odds, strict=True)
    }
    return save_model(StoredModel(described, scorer.trees, arrays))


def read_scorer(content: bytes) -> NameScorer:
    """The scorer in the bytes of a file; the digest names exactly these parameters.

    Parameters
    ----------
    content : bytes
        The bytes.

    Returns
    -------
    NameScorer
        The scorer.

    Examples
    --------
    >>> len(read_scorer(save_scorer(default_scorer())).digest)
    64
    """
    model = read_model(content)
    described = model.described
    return NameScorer(
        odds=AlignmentOdds(*(model.arrays[name].astype(np.float32) for name in _STORED_ODDS)),
        frequencies=NameFrequencies(described["people"], described["population"]),
        trees=model.trees,
        threshold=described["threshold"],
        strict_threshold=described["strict_threshold"],
        digest=hashlib.sha256(content).hexdigest(),
    )


@cache
def default_scorer() -> NameScorer:
    """The scorer that comes with the library.

    Returns
    -------
    NameScorer
        The scorer.

    Examples
    --------
    >>> 0 < default_scorer().threshold < 1
    True
    """
    return read_scorer(files("blindkoppel.names").joinpath("scorer.npz").read_bytes())


def same_name_probability(one: str, other: str) -> float:
    """The probability that two names are the same person's (see ``NameScorer``).

    Parameters
    ----------
    one : str
        A name as somebody wrote it.
    other : str
        Another name.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> same_name_probability("Мария Симеонова", "SIMEONOVA Mariya") > 0.95
    True
    >>> same_name_probability("Мария Симеонова", "Petrova Mariya") < 0.05
    True
    """
    return float(default_scorer().probabilities([(prepare(one), prepare(other))])[0])
