# SPDX-License-Identifier: MIT
"""Weights learned from the files themselves, without labels, one per level of each field.

Fellegi and Sunter (1969) with the expectation-maximisation of Winkler (1988): matches
and non-matches each have their own chance of every level, fields independent given which
of the two a pair is. The log of the ratio of those chances is
the weight, so every decision can be read as a sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from blindkoppel.decide.levels import UNKNOWN_LEVEL, Field

Doubles = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]

_ROUNDS = 200
_SMOOTHING = 0.5
_FIRST_MATCHES = 0.9


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """Log-odds per level of every field, and the share of matches among all pairs."""

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


def _chances(levels: Levels, weight: Doubles, size: int) -> Doubles:
    """The chance of each level among pairs whose level is known."""
    counts = np.bincount(levels, weight, minlength=size) + _SMOOTHING
    counts[UNKNOWN_LEVEL] = 0
    chances: Doubles = counts / counts.sum()
    return chances


def _log_ratio(matches: Doubles, others: Doubles) -> Doubles:
    weights = np.zeros(len(matches))
    weights[1:] = np.log(matches[1:] / others[1:])
    return weights


def _first_guess(fields: Sequence[Field], wanted: float) -> Doubles:
    """The pairs most alike over their known fields start as matches."""
    alike, known = np.zeros(len(fields[0].levels)), np.zeros(len(fields[0].levels))
    for field in fields:
        alike += field.levels / max(int(field.levels.max(initial=1)), 1)
        known += field.levels != UNKNOWN_LEVEL
    share = alike / np.maximum(known, 1) + 0.01 * known
    least = np.quantile(share, max(0.0, 1 - wanted))
    return np.where(share >= least, _FIRST_MATCHES, 0.0)


def learn_weights(
    fields: Sequence[Field], random_fields: Sequence[Field], all_pairs: float
) -> FieldWeights:
    """Weights that explain the candidates best, chance agreement taken as known.

    ``random_fields`` are the same fields of pairs drawn at random, nearly all of them
    two people: they say how often strangers agree. ``all_pairs`` is how many pairs the
    files have, of which the candidates are the promising ones.
    """
    sizes = [
        1 + max(int(field.levels.max(initial=1)), int(chance.levels.max(initial=1)))
        for field, chance in zip(fields, random_fields, strict=True)
    ]
    strangers = [
        _chances(chance.levels, np.ones(len(chance.levels)), size)
        for chance, size in zip(random_fields, sizes, strict=True)
    ]
    posterior = _first_guess(fields, 0.1)
    for _ in range(_ROUNDS):
        share = float(np.clip(posterior.sum() / all_pairs, 1e-12, 0.5))
        weights = {
            field.name: _log_ratio(_chances(field.levels, posterior, size), stranger)
            for field, size, stranger in zip(fields, sizes, strangers, strict=True)
        }
        learned = FieldWeights(weights, share)
        updated = 1 / (1 + np.exp(-np.clip(learned.log_odds(fields), -40, 40)))
        if float(np.abs(updated - posterior).max()) < 1e-4:
            break
        posterior = updated
    return learned
