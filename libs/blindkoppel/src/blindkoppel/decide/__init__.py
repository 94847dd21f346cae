# SPDX-License-Identifier: MIT
"""From comparisons to a probability, and from a probability to an answer."""

from blindkoppel.decide.assign import exclusive_probability, one_to_one
from blindkoppel.decide.bands import Band, Bands
from blindkoppel.decide.learned import LearnedWeights, fit_prior, prior_shift, shipped_weights

__all__ = [
    "Band",
    "Bands",
    "LearnedWeights",
    "exclusive_probability",
    "fit_prior",
    "one_to_one",
    "prior_shift",
    "shipped_weights",
]
