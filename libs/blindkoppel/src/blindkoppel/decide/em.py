# SPDX-License-Identifier: MIT
"""Weights learned from the files themselves, without labels, one per level of each field.

Fellegi and Sunter (1969) with the expectation-maximisation of Winkler (1988): matches
and non-matches among the candidates each have their own chance of every level, fields
independent given which of the two a pair is. The log of the ratio of those chances is
the weight, so every decision can be read as a sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from blindkoppel.decide.levels import UNKNOWN_LEVEL, Field

Doubles = npt.NDArray[np.float64]

_ROUNDS = 200
_SMOOTHING = 1.0
# A birth date or name that agrees cannot speak against a match, whatever the files say.
_START = 0.9


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """Log-odds per level of every field, and the share of matches among candidates."""

    weights: Mapping[str, Doubles]
    share: float

    def log_odds(self, fields: Sequence[Field]) -> Doubles:
        """Log-odds of a match per pair: the prior plus one weight per field."""
        total = np.full(len(fields[0].levels), np.log(self.share / (1 - self.share)))
        for field in fields:
            total += self.weights[field.name][field.levels]
        return total

    def explain(self, fields: Sequence[Field], pair: int) -> dict[str, float]:
        """What each field adds for one pair."""
        return {
            field.name: round(float(self.weights[field.name][field.levels[pair]]), 2)
            for field in fields
        }


def _chances(levels: npt.NDArray[np.int8], posterior: Doubles, size: int) -> Doubles:
    counts = np.bincount(levels, posterior, minlength=size) + _SMOOTHING
    counts[UNKNOWN_LEVEL] = 0
    chances: Doubles = counts / counts.sum()
    return chances


def _field_weights(field: Field, posterior: Doubles) -> Doubles:
    size = int(field.levels.max(initial=1)) + 1
    matches = _chances(field.levels, posterior, size)
    others = _chances(field.levels, 1 - posterior, size)
    weights = np.zeros(size)
    weights[1:] = np.log(matches[1:] / others[1:])
    # A higher level is never weaker evidence: differences the wrong way round are noise.
    weights[1:] = np.maximum.accumulate(weights[1:])
    return weights


def _first_guess(fields: Sequence[Field]) -> Doubles:
    """Pairs alike in nearly every known field start as matches."""
    alike = np.zeros(len(fields[0].levels))
    known = np.zeros(len(fields[0].levels))
    for field in fields:
        most = max(int(field.levels.max(initial=1)), 1)
        seen = field.levels != UNKNOWN_LEVEL
        alike += np.where(seen, field.levels / most, 0)
        known += seen
    share = alike / np.maximum(known, 1)
    guess: Doubles = np.where(share >= min(0.8, float(np.quantile(share, 0.98))), _START, 0.01)
    return guess


def learn_weights(fields: Sequence[Field]) -> FieldWeights:
    """Weights that explain the candidates best as matches and non-matches."""
    posterior = _first_guess(fields)
    for _ in range(_ROUNDS):
        share = float(np.clip(posterior.mean(), 1e-6, 0.999))
        learned = FieldWeights(
            {field.name: _field_weights(field, posterior) for field in fields}, share
        )
        updated = 1 / (1 + np.exp(-np.clip(learned.log_odds(fields), -40, 40)))
        if float(np.abs(updated - posterior).max()) < 1e-4:
            break
        posterior = updated
    return learned
