# SPDX-License-Identifier: MIT
"""Identifiers are the field's terms; none of the old private words is left in one."""

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "telwerk"
OLD = (
    *("refusal", "refusals", "keeping", "valley", "valleys", "downhill", "uphill", "dark"),
    *("panel", "panels", "picture", "pictures", "ways", "freeze", "thaw", "premise", "premises"),
    *("hill", "hills", "climb", "heard", "told", "said", "finding", "findings", "ladder", "rung"),
)
# a model is packed into 64-bit words; a person's sentences are texts
WORDS = re.compile(r"(^|_)words($|_)", re.IGNORECASE)
PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def identifiers() -> Iterator[tuple[str, str]]:
    """Give every identifier of the Python source, and every module name, with its place."""
    for path in sorted(SOURCE.rglob("*.py")):
        place = str(path.relative_to(SOURCE))
        yield place, path.stem
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type == tokenize.NAME:
                    yield f"{place}:{token.start[0]}", token.string


def old_words(name: str) -> set[str]:
    """Give the old words that an identifier is made of."""
    parts = {part.lower() for part in PARTS.findall(name)}
    return (parts & set(OLD)) | ({"words"} if WORDS.search(name) else set())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Refusal", {"refusal"}),
        ("log_dark", {"dark"}),
        ("_no_panels", {"panels"}),
        ("_STATUS_WORDS", {"words"}),
        ("LocalisedText", set()),
        ("darkness", set()),
    ],
)
def test_an_old_word_is_found_in_an_identifier(name: str, found: set[str]) -> None:
    assert old_words(name) == found


def test_no_identifier_holds_an_old_word() -> None:
    left = {place: name for place, name in identifiers() if old_words(name) - {"words"}}
    assert left == {}


def test_words_are_only_those_of_a_machine() -> None:
    left = {name for _, name in identifiers() if "words" in old_words(name)}
    assert left <= {"words_per_model"}
