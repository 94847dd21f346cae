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
    """Trees over a row of features, and the share of matches they learned from."""

    trees: Ensemble
    features: tuple[str, ...]
    prior: float
    digest: str

    def log_odds(self, rows: Float32s) -> Float64s:
        """Log-odds of a match per row, at the prior of the training files."""
        return self.trees.log_odds(rows)


def prior_shift(log_odds: Float64s, prior: float) -> float:
    """What to add to log-odds at the training prior, for the matches among these candidates.

    Their share is the fixed point of expectation-maximisation over the posterior
    (Saerens, Latinne and Decaestecker, 2002). Assumes that matches look like the
    matches of the training files, and so do non-matches.
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
    """Log-odds moved to the share of matches among these candidates."""
    return log_odds + prior_shift(log_odds, prior)


def save_weights(weights: LearnedWeights) -> bytes:
    """The weights as one file."""
    described = {"features": weights.features, "prior": weights.prior}
    return save_model(StoredModel(described, weights.trees, {}))


def read_weights(content: bytes) -> LearnedWeights:
    """Weights from their file; the digest names exactly these weights."""
    model = read_model(content)
    return LearnedWeights(
        trees=model.trees,
        features=tuple(model.described["features"]),
        prior=model.described["prior"],
        digest=hashlib.sha256(content).hexdigest(),
    )


@cache
def shipped_weights(kind: str) -> LearnedWeights:
    """The weights for records in the ``clear`` or seen ``blind``."""
    return read_weights(files("blindkoppel.decide").joinpath(f"{kind}.npz").read_bytes())
