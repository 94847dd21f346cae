# SPDX-License-Identifier: MIT
"""Identifiers are the field's terms; none of the old private words is left in one."""

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[1]
SOURCE = LIBRARY / "src" / "telwerk"
OLD = (
    *("refusal", "refusals", "keeping", "valley", "valleys", "downhill", "uphill", "dark"),
    *("panel", "panels", "picture", "pictures", "ways", "freeze", "thaw", "premise", "premises"),
    *("hill", "hills", "climb", "heard", "told", "said", "finding", "findings", "ladder", "rung"),
    *(
        "heat",
        "heats",
        "leap",
        "leaps",
        "rungs",
        "settle",
        "settled",
        "settles",
        "tell",
        "walk",
        "walks",
    ),
)
MEANT = {"walk"}  # ast.walk goes through a syntax tree
# a model is packed into 64-bit words; a person's sentences are texts
WORDS = re.compile(r"(^|_)words($|_)", re.IGNORECASE)
PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


# a text, a comment, or an include of C
NO_CODE = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\])*"|#include.*?$', re.DOTALL | re.MULTILINE)


def identifiers() -> Iterator[tuple[str, str]]:
    """Give every identifier of the source, the kernels and the tests, with its place."""
    for path in sorted([*SOURCE.rglob("*.py"), *(LIBRARY / "tests").rglob("*.py")]):
        place = str(path.relative_to(LIBRARY))
        yield place, path.stem
        sentences = names_of_tests(path)
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type == tokenize.NAME and token.string not in sentences:
                    yield f"{place}:{token.start[0]}", token.string
    for path in sorted(SOURCE.rglob("*.[ch]")):
        yield path.name, path.stem
        for name in re.findall(r"[A-Za-z_]\w*", NO_CODE.sub(" ", path.read_text("utf-8"))):
            yield path.name, name


def names_of_tests(path: Path) -> set[str]:
    """Give the names of test functions: sentences, not terms."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {name for name in functions if name.startswith("test_")}


def old_words(name: str) -> set[str]:
    """Give the old words that an identifier is made of."""
    parts = {part.lower() for part in PARTS.findall(name)}
    if name in MEANT:
        return set()
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
        ("WalkState", {"walk"}),
        ("walk", set()),
    ],
)
def test_an_old_word_is_found_in_an_identifier(name: str, found: set[str]) -> None:
    assert old_words(name) == found


def test_no_identifier_holds_an_old_word() -> None:
    left = {place: name for place, name in identifiers() if old_words(name) - {"words"}}
    assert left == {}


def test_words_are_only_those_of_a_machine() -> None:
    left = {name for _, name in identifiers() if "words" in old_words(name)}
    assert left <= {"words", "seen_words", "old_words", "words_per_model", "WORDS"}
