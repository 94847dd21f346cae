# SPDX-License-Identifier: MIT
"""What people are called: normalise, romanise, and reduce names so that spellings meet."""

from blindkoppel.names.phonetic import coarse_phonetic_key, fine_phonetic_key
from blindkoppel.names.prepare import PreparedName, Token, prepare
from blindkoppel.names.romanise import romanisations
from blindkoppel.names.score import NameScorer, default_scorer, same_name_probability
from blindkoppel.names.scripts import Script, script_of

__all__ = [
    "NameScorer",
    "PreparedName",
    "Script",
    "Token",
    "coarse_phonetic_key",
    "default_scorer",
    "fine_phonetic_key",
    "prepare",
    "romanisations",
    "same_name_probability",
    "script_of",
]
