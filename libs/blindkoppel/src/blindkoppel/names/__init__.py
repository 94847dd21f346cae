# SPDX-License-Identifier: MIT
"""What people are called: normalise, romanise, and reduce names so that spellings meet."""

from blindkoppel.names.prepare import PreparedName, Token, prepare
from blindkoppel.names.romanise import romanisations
from blindkoppel.names.score import NameScorer, default_scorer, same_name_probability
from blindkoppel.names.scripts import Script, script_of
from blindkoppel.names.skeleton import coarse_skeleton, fine_skeleton

__all__ = [
    "NameScorer",
    "PreparedName",
    "Script",
    "Token",
    "coarse_skeleton",
    "default_scorer",
    "fine_skeleton",
    "prepare",
    "romanisations",
    "same_name_probability",
    "script_of",
]
