# SPDX-License-Identifier: EUPL-1.2
"""Names say what the field says: private words that were replaced do not come back.

Read are identifiers of every Python file outside the libraries (which have a test of their own),
names of files, of addresses and of classes of style. A test's own name is a sentence, no term.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import ketenzicht

SOURCE = Path(ketenzicht.__file__).parent
REPOSITORY = Path(__file__).parents[3]
#: Old word -> the word of the field that took its place.
REPLACED = {
    "beat": "heartbeat",
    "beats": "heartbeat",
    "burial": "tombstones",
    "climb": "escalate",
    "dialogue": "wizard",
    "fence": "triggers",
    "fences": "triggers",
    "finding": "search, or what was found",
    "forward": "referral",
    "forwards": "referral",
    "forwarded": "referred",
    "freeze": "snapshot",
    "glass": "break_glass",
    "handing": "transfer",
    "heads": "checkpoints",
    "keeping": "retention",
    "likeness": "similarity",
    "looks": "access_log",
    "permanence": "append_only",
    "picture": "chart",
    "pictures": "charts",
    "reseal": "rewrap",
    "safe": "envelope",
    "safes": "envelopes",
    "screen": "page of the wizard",
    "screens": "pages of the wizard",
    "settle": "resolve",
    "settles": "resolves",
    "slowing": "throttle",
    "sound": "notify",
    "sounds": "notify",
    "stall": "work item, escalation rule",
    "stalls": "work items, escalation rules",
    "talk": "messages",
    "tell": "notify",
    "thaw": "snapshot",
    "trouble": "escalation reason",
    "wall": "row_level_security",
    "walls": "row_level_security",
    "ways": "methods",
}
#: Two words that made one: the key of a data key, and a transfer.
REPLACED_TOGETHER = {
    "hand_over": "transfer",
    "hand_overs": "transfers",
    "record_look": "record_access",
    "sealed_key": "wrapped_key",
}
#: Names with such a word that mean something else, each with what it means.
MEANT = {
    "break-glass": "emergency access, the term of the field",
    "broken_glass": "emergency access, as it was used",
    "break_glass": "emergency access, the term of the field",
    "forward_selection": "a search for a model that adds one term at a time",
    "freeze_panes": "a method of the spreadsheet writer",
    "mark_safe": "Django: text that needs no escaping",
    "require_safe": "Django: a method of HTTP that changes nothing",
    "safe_contact": "how to reach a person without danger",
    "safe-contact": "how to reach a person without danger",
    "safe_dump": "the YAML writer of plain values only",
    "safe_rules": "how to reach a person without danger",
    "safe_table": "a table that has passed disclosure control",
    "SafeContact": "how to reach a person without danger",
    "SafeForm": "asks whether somebody is safe now",
    "SafeLine": "a line of text without what a terminal would run",
    "SafeLoader": "the YAML reader that builds plain values only",
    "SafeRules": "how to reach a person without danger",
    "SafeString": "Django: text that needs no escaping",
    "SafeTable": "a table that has passed disclosure control",
    "SAFE_CONTACT": "how to reach a person without danger",
    "BREAK_GLASS": "emergency access, the term of the field",
    "BreakGlass": "emergency access, the term of the field",
}
#: The answer to *are you safe now?* in the report form, in its field, page and style.
ANSWER = {"safe"}


def identifiers(text: str) -> Iterator[str]:
    """Yield the names in a Python source; not its texts, its comments and its sentences."""
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    sentences = {node.name for node in functions if node.name.startswith("test_")}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME and token.string not in sentences:
            yield token.string


def old_words(name: str) -> set[str]:
    """Return the replaced words in a name, unless the name means something else."""
    for meant in MEANT:
        name = name.replace(meant, "")
    parts = [part.lower() for part in re.split(r"[_-]+|(?<=[a-z0-9])(?=[A-Z])", name)]
    together = {f"{one}_{other}" for one, other in pairwise(parts)}
    return {*parts} & REPLACED.keys() | together & REPLACED_TOGETHER.keys()


def said_instead(word: str) -> str:
    return REPLACED.get(word) or REPLACED_TOGETHER[word]


def left_below(root: Path) -> Iterator[str]:
    """Yield the names below a folder that say a replaced word, with their file."""
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            for name in left(identifiers(path.read_text("utf-8"))):
                yield f"{path.relative_to(root)}: {name}"


def files(ending: str) -> list[Path]:
    """Our files outside the libraries; migrations keep the names of their day."""
    places = (SOURCE, REPOSITORY / "platform/tests", REPOSITORY / "bench", REPOSITORY / "scripts")
    return sorted(
        path
        for place in places
        for path in place.rglob(f"*.{ending}")
        if "migrations" not in path.parts
    )


def url_names(resolver: URLResolver) -> Iterator[str]:
    """Yield the name of every address below one."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from url_names(each)
        elif isinstance(each, URLPattern) and each.name and _ours(each):
            yield each.name


def _ours(pattern: URLPattern) -> bool:
    return str(getattr(pattern.callback, "__module__", "")).startswith("ketenzicht.")


def classes_of_style() -> Iterator[str]:
    """Yield the names of classes in our style sheets."""
    for path in files("css"):
        yield from re.findall(r"\.(kz-[\w-]+)", path.read_text("utf-8"))


def left(names: Iterator[str]) -> list[str]:
    return sorted(
        f"{name} (say {said_instead(word)})"
        for name in set(names) - ANSWER
        for word in old_words(name)
    )


def test_no_replaced_word_is_left_in_a_name():
    found = {
        str(path.relative_to(path.parents[3])): said
        for path in files("py")
        if (said := left(identifiers(path.read_text("utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize("ending", ["py", "html", "css", "js", "txt"])
def test_no_replaced_word_is_left_in_the_name_of_a_file(ending):
    assert left(path.with_suffix("").name for path in files(ending)) == []


def test_no_replaced_word_is_left_in_the_name_of_an_address():
    names = list(url_names(get_resolver()))
    assert len(names) > 100
    assert left(iter(names)) == []


def test_no_replaced_word_is_left_in_a_class_of_style():
    names = list(classes_of_style())
    assert len(names) > 50
    assert left(iter(names)) == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("open_safe", "safe"),
        ("StallRow", "stall"),
        ("_settle", "settle"),
        ("HEADS", "heads"),
        ("kz-looks__row", "looks"),
        ("HAND_OVER_ANSWERED", "hand_over"),
        ("sealed_key", "sealed_key"),
    ],
)
def test_a_replaced_word_would_be_found(name, word):
    assert old_words(name) == {word}


@pytest.mark.parametrize("name", ["set_safe_contact", "BreakGlassForm", "safety", "overlooks"])
def test_a_name_that_means_something_else_is_left_alone(name):
    assert old_words(name) == set()


def test_the_name_of_a_test_is_a_sentence_and_its_arguments_are_terms():
    source = "def test_that_they_tell_it(): ...\ndef tell(beat): ..."
    assert left(identifiers(source)) == ["beat (say heartbeat)", "tell (say notify)"]
