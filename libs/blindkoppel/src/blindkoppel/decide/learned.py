# SPDX-License-Identifier: MIT
"""Weights that come with the library, learned from simulated files whose truth is known.

``python -m blindkoppel.decide.train`` makes them. Their prior is not the user's:
``fit_prior`` finds, without labels, how many of the candidates at hand are matches.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from blindkoppel.names.ensemble import Ensemble

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

_ROUNDS = 100
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class LearnedWeights:
    """Trees over a row of features, and the share of matches they learned from."""

    trees: Ensemble
    features: tuple[str, ...]
    prior: float
    digest: str

    def log_odds(self, rows: Floats) -> Doubles:
        """Log-odds of a match per row, at the prior of the training files."""
        return self.trees.log_odds(rows)


def prior_shift(log_odds: Doubles, prior: float) -> float:
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


def _expected(log_odds: Doubles, shift: float) -> float:
    """Matches among pairs whose log-odds are moved; in parts, since pairs may be many."""
    parts = (log_odds[at : at + _PART] for at in range(0, len(log_odds), _PART))
    return sum(float((1 / (1 + np.exp(-(part + shift)))).sum()) for part in parts)


def fit_prior(log_odds: Doubles, prior: float) -> Doubles:
    """Log-odds moved to the share of matches among these candidates."""
    return log_odds + prior_shift(log_odds, prior)


def save_weights(weights: LearnedWeights) -> bytes:
    """The weights as one file."""
    trees = weights.trees
    described = json.dumps(
        {"features": weights.features, "prior": weights.prior, "depth": trees.depth}
    )
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        described=np.frombuffer(described.encode(), dtype=np.uint8),
        feature=trees.feature.astype(np.int16),
        threshold=trees.threshold,
        left=trees.left.astype(np.int16),
        right=trees.right.astype(np.int16),
        value=trees.value,
    )
    return buffer.getvalue()


def read_weights(content: bytes) -> LearnedWeights:
    """Weights from their file; the digest names exactly these weights."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    described = json.loads(arrays["described"].tobytes())
    return LearnedWeights(
        trees=Ensemble(
            feature=arrays["feature"].astype(np.int32),
            threshold=arrays["threshold"],
            left=arrays["left"].astype(np.int32),
            right=arrays["right"].astype(np.int32),
            value=arrays["value"],
            depth=described["depth"],
        ),
        features=tuple(described["features"]),
        prior=described["prior"],
        digest=hashlib.sha256(content).hexdigest(),
    )


@cache
def shipped_weights(kind: str) -> LearnedWeights:
    """The weights for records in the ``clear`` or seen ``blind``."""
    return read_weights(files("blindkoppel.decide").joinpath(f"{kind}.npz").read_bytes())
