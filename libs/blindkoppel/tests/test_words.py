# SPDX-License-Identifier: MIT
"""Names in the code are those of the literature on record linkage."""

import re
import tokenize
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[1]
FILES = sorted([*LIBRARY.glob("src/**/*.py"), *LIBRARY.glob("tests/**/*.py")])
# What the field calls otherwise, and how.
OLD_WORDS = {
    "recipe": "blocking key",
    "sieve": "pre-filter",
    "third": "transitivity",
    "doubles": "duplicates",
    "rarity": "term frequency",
    "oblivious": "OPRF",
    "seat": "party",
    "skeleton": "phonetic key",
    "splinked": "splink_engine",
}
_OLD = re.compile("|".join(f"(?<![a-z]){word}s?(?![a-z])" for word in OLD_WORDS))


def _words(name: str) -> str:
    """A name as words in lower case: ``KeySet`` and ``key_set`` are two words each."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _old_names(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        names = {
            token.string
            for token in tokenize.generate_tokens(file.readline)
            if token.type == tokenize.NAME
        }
    return sorted(name for name in {*names, path.stem} if _OLD.search(_words(name)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_identifier_has_a_word_of_our_own_for_what_the_field_has_one_for(path):
    assert _old_names(path) == []


def test_such_a_word_would_be_found(tmp_path):
    path = tmp_path / "sieve.py"
    path.write_text("BLIND_RECIPES = allSeats = through_a_third = 1\nthirdly = recipient = 2\n")
    assert _old_names(path) == ["BLIND_RECIPES", "allSeats", "sieve", "through_a_third"]
