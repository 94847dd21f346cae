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

from blindkoppel.arrays import Float64s, Int8s
from blindkoppel.decide.levels import UNKNOWN_LEVEL, Field

Levels = Int8s

_ROUNDS = 200
_SMOOTHING = 0.5
_FIRST_MATCHES = 0.9
# How often the pairs found to be matches are taken out of what is known of non-matches.
_REVISIONS = 2


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """Log-odds per level of every field, and the share of matches among all pairs.

    ``weights`` has a row per group that a field distinguishes and a column per level.
    ``common`` holds, per level, what is taken off before the inverse frequency of what a pair has
    in common is put on: sharing a rare name says more than sharing a common one.

    Attributes
    ----------
    weights : Mapping[str, Float64s]
        Per field, a row per group and a column per level.
    common : Mapping[str, Float64s]
        Per field and level, what is taken off before the inverse frequency is put on.
    share : float
        The share of matches among all pairs.
    """

    weights: Mapping[str, Float64s]
    common: Mapping[str, Float64s]
    share: float

    def of_field(self, field: Field) -> Float64s:
        """The weight that one field adds, per pair.

        Parameters
        ----------
        field : Field
            The field.

        Returns
        -------
        Float64s
            Natural log-odds, shape ``(pairs,)``.
        """
        weight: Float64s = self.weights[field.name][_groups(field), field.levels]
        if field.inverse_frequency is not None:
            weight = weight + field.inverse_frequency - self.common[field.name][field.levels]
        return weight

    def log_odds(self, fields: Sequence[Field]) -> Float64s:
        """Log-odds of a match per pair: the prior plus what every field adds.

        Parameters
        ----------
        fields : Sequence[Field]
            Every field of every pair as levels.

        Returns
        -------
        Float64s
            Shape ``(pairs,)``.
        """
        total = np.full(len(fields[0].levels), np.log(self.share / (1 - self.share)))
        for field in fields:
            total += self.of_field(field)
        return total

    def explain(self, fields: Sequence[Field], pair: int) -> dict[str, float]:
        """The weight that each field adds for one pair.

        Parameters
        ----------
        fields : Sequence[Field]
            Every field of every pair as levels.
        pair : int
            The number of the pair.

        Returns
        -------
        dict[str, float]
            Natural log-odds by field.
        """
        return {field.name: round(float(self.of_field(field)[pair]), 2) for field in fields}


def _groups(field: Field) -> Levels:
    return np.zeros_like(field.levels) if field.given is None else field.given


def _counts(field: Field, weight: Float64s, shape: tuple[int, int]) -> Float64s:
    """How many pairs each group has at each level."""
    cell = _groups(field).astype(np.int64) * shape[1] + field.levels
    counts: Float64s = np.bincount(cell, weight, minlength=shape[0] * shape[1]).astype(float)
    return counts.reshape(shape)


def _chances(counts: Float64s) -> Float64s:
    """The chance of each level, per group, among pairs whose level is known."""
    known = counts + _SMOOTHING
    known[:, UNKNOWN_LEVEL] = 0
    chances: Float64s = known / known.sum(axis=1, keepdims=True)
    return chances


def _log_ratio(matches: Float64s, others: Float64s) -> Float64s:
    weights = np.zeros(others.shape)
    weights[:, 1:] = np.log(matches[:, 1:] / others[:, 1:])
    return weights


def _common(field: Field, posterior: Float64s, size: int) -> Float64s:
    """Per level, the inverse frequency at which agreement says just what its level says.

    A value that a share f of people have is what f of the matches have in common, but
    f times f of the pairs of non-matches: agreement in it counts 1/f, up to a constant that
    makes the chances of non-matches add up to one.
    """
    if field.inverse_frequency is None:
        return np.zeros(size)
    matches = np.bincount(field.levels, posterior, minlength=size)
    shares = np.bincount(field.levels, posterior * np.exp(-field.inverse_frequency), minlength=size)
    common: Float64s = -np.log((shares + 1e-9) / (matches + 1e-9))
    return common


def _first_guess(fields: Sequence[Field], wanted: float) -> Float64s:
    """The pairs most alike over their known fields start as matches."""
    alike, known = np.zeros(len(fields[0].levels)), np.zeros(len(fields[0].levels))
    for field in fields:
        alike += field.levels / max(int(field.levels.max(initial=1)), 1)
        known += field.levels != UNKNOWN_LEVEL
    share = alike / np.maximum(known, 1) + 0.01 * known
    least = np.quantile(share, max(0.0, 1 - wanted))
    return np.where(share >= least, _FIRST_MATCHES, 0.0)


def _shape(field: Field, other: Field) -> tuple[int, int]:
    groups = max(int(_groups(one).max(initial=0)) for one in (field, other))
    return 1 + groups, 1 + max(int(one.levels.max(initial=1)) for one in (field, other))


def learn_weights(
    fields: Sequence[Field], other_fields: Sequence[Field], all_pairs: float
) -> FieldWeights:
    """The weights that explain all pairs of the files best.

    ``fields`` are of the candidates, ``other_fields`` the same of a sample of the pairs
    that are no candidates: these count as two people, and stand for all of ``all_pairs``
    that were not proposed. Agreement that only candidates have is too rare for a sample
    of all pairs; counted among the candidates, rare agreement gets the weight it has.

    What non-matches have in common is first counted over all pairs, matches included, and
    then revised without the matches found. Learning both at once can drift to a class of
    matches that is really a class of neighbours or namesakes.

    Parameters
    ----------
    fields : Sequence[Field]
        Every field of the candidates as levels.
    other_fields : Sequence[Field]
        Every field of pairs that were not proposed.
    all_pairs : float
        How many pairs of records there are.

    Returns
    -------
    FieldWeights
        Weights per level of every field.

    References
    ----------
    A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from incomplete data via
        the EM algorithm", Journal of the Royal Statistical Society B 39, 1977, 1-38.
    I. P. Fellegi and A. B. Sunter, "A theory for record linkage", Journal of the American
        Statistical Association 64, 1969, 1183-1210.

    Examples
    --------
    >>> alike = [Field("name", np.array([2] * 9 + [1], np.int8))]
    >>> apart = [Field("name", np.array([1] * 99 + [2], np.int8))]
    >>> log_odds = learn_weights(alike, apart, all_pairs=1000.0).log_odds(alike)
    >>> bool(log_odds[0] > log_odds[-1])
    True
    """
    shapes = [_shape(field, other) for field, other in zip(fields, other_fields, strict=True)]
    stands_for = max(all_pairs - len(fields[0].levels), 0.0) / max(len(other_fields[0].levels), 1)
    never_proposed = [
        _counts(other, np.full(len(other.levels), stands_for), shape)
        for other, shape in zip(other_fields, shapes, strict=True)
    ]
    posterior = _first_guess(fields, 0.1)
    matches_found = np.zeros(len(posterior))
    for _ in range(_REVISIONS + 1):
        non_matches = [
            _chances(_counts(field, 1 - matches_found, shape) + others)
            for field, shape, others in zip(fields, shapes, never_proposed, strict=True)
        ]
        learned, posterior = _matches_against(non_matches, fields, posterior, all_pairs)
        matches_found = posterior
    return learned


def _matches_against(
    non_matches: Sequence[Float64s], fields: Sequence[Field], posterior: Float64s, all_pairs: float
) -> tuple[FieldWeights, Float64s]:
    """Weights and probabilities when the chances of non-matches are given."""
    for _ in range(_ROUNDS):
        weights, common = {}, {}
        for field, chances in zip(fields, non_matches, strict=True):
            size = chances.shape[1]
            matches = np.bincount(field.levels, posterior, minlength=size).astype(float)
            weights[field.name] = _log_ratio(_chances(matches.reshape(1, size)), chances)
            common[field.name] = _common(field, posterior, size)
        share = float(np.clip(posterior.sum() / all_pairs, 1e-12, 0.5))
        learned = FieldWeights(weights, common, share)
        updated = 1 / (1 + np.exp(-np.clip(learned.log_odds(fields), -40, 40)))
        settled = float(np.abs(updated - posterior).max()) < 1e-4
        posterior = updated
        if settled:
            break
    return learned, posterior
