# SPDX-License-Identifier: MIT
"""Weights that come with the library, learned from simulated files whose truth is known.

``python -m blindkoppel.decide.train`` makes them. Their prior is not the user's:
``fit_prior`` finds, without labels, how many of the candidates at hand are matches.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from blindkoppel.arrays import Float32s, Float64s
from blindkoppel.names.ensemble import Ensemble, StoredModel, read_model, save_model

_ROUNDS = 100
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class LearnedWeights:
    """Trees over a row of features, and the share of matches they learned from.

    Attributes
    ----------
    trees : Ensemble
        The trees that were learned.
    features : tuple[str, ...]
        The names of the features, in order.
    prior : float
        The share of matches among the candidates they were learned from.
    digest : str
        The SHA-256 of the file, in hexadecimals.
    """

    trees: Ensemble
    features: tuple[str, ...]
    prior: float
    digest: str

    def log_odds(self, rows: Float32s) -> Float64s:
        """Log-odds of a match per row, at the prior of the training files.

        Parameters
        ----------
        rows : Float32s
            One row of features per pair, shape ``(pairs, features)``.

        Returns
        -------
        Float64s
            Natural log-odds, shape ``(pairs,)``.
        """
        return self.trees.log_odds(rows)


def prior_shift(log_odds: Float64s, prior: float) -> float:
    """The shift from log-odds at the training prior to those for these candidates.

    Their share is the fixed point of expectation-maximisation over the posterior
    (Saerens, Latinne and Decaestecker, 2002). Assumes that matches look like the
    matches of the training files, and so do non-matches.

    Parameters
    ----------
    log_odds : Float64s
        Natural log-odds of a match per pair, shape ``(pairs,)``.
    prior : float
        The share of matches among the candidates that the weights were learned from.

    Returns
    -------
    float
        Natural log-odds.

    References
    ----------
    M. Saerens, P. Latinne and C. Decaestecker, "Adjusting the outputs of a classifier to new a
        priori probabilities", Neural Computation 14, 2002, 21-41.

    Examples
    --------
    >>> prior_shift(np.array([9.0, -9.0, -9.0, -9.0]), prior=0.5) < 0
    True
    """
    if not len(log_odds):
        return 0.0
    share, own = prior, np.log(prior / (1 - prior))
    for _ in range(_ROUNDS):
        matches = _expected(log_odds, float(np.log(share / (1 - share)) - own))
        updated = float(np.clip(matches / len(log_odds), 1e-6, 1 - 1e-6))
        if abs(updated - share) < 1e-7:
            break
        share = updated
    return float(np.log(share / (1 - share)) - np.log(prior / (1 - prior)))


def _expected(log_odds: Float64s, shift: float) -> float:
    """Matches among pairs whose log-odds are moved; in parts, since pairs may be many."""
    parts = (log_odds[at : at + _PART] for at in range(0, len(log_odds), _PART))
    return sum(float((1 / (1 + np.exp(-(part + shift)))).sum()) for part in parts)


def fit_prior(log_odds: Float64s, prior: float) -> Float64s:
    """Log-odds moved to the share of matches among these candidates.

    Parameters
    ----------
    log_odds : Float64s
        Natural log-odds of a match per pair, shape ``(pairs,)``.
    prior : float
        The share of matches among the candidates that the weights were learned from.

    Returns
    -------
    Float64s
        Shape ``(pairs,)``.

    Examples
    --------
    >>> bool(fit_prior(np.array([9.0, -9.0, -9.0, -9.0]), prior=0.5)[0] < 9.0)
    True
    """
    return log_odds + prior_shift(log_odds, prior)


def save_weights(weights: LearnedWeights) -> bytes:
    """The bytes of a file with the weights.

    Parameters
    ----------
    weights : LearnedWeights
        The weights of a comparison.

    Returns
    -------
    bytes
        The bytes.

    Examples
    --------
    >>> read_weights(save_weights(shipped_weights("clear"))).prior == shipped_weights("clear").prior
    True
    """
    described = {"features": weights.features, "prior": weights.prior}
    return save_model(StoredModel(described, weights.trees, {}))


def read_weights(content: bytes) -> LearnedWeights:
    """Weights from their file; the digest names exactly these weights.

    Parameters
    ----------
    content : bytes
        The bytes.

    Returns
    -------
    LearnedWeights
        The weights.

    Examples
    --------
    >>> read_weights(save_weights(shipped_weights("clear"))).features[:1]
    ('share of link 1',)
    """
    model = read_model(content)
    return LearnedWeights(
        trees=model.trees,
        features=tuple(model.described["features"]),
        prior=model.described["prior"],
        digest=hashlib.sha256(content).hexdigest(),
    )


@cache
def shipped_weights(kind: str) -> LearnedWeights:
    """The weights for records in the ``clear`` or seen ``blind``.

    Parameters
    ----------
    kind : str
        ``clear`` or ``blind``.

    Returns
    -------
    LearnedWeights
        The weights.

    Examples
    --------
    >>> 0 < shipped_weights("blind").prior < 1
    True
    """
    return read_weights(files("blindkoppel.decide").joinpath(f"{kind}.npz").read_bytes())
