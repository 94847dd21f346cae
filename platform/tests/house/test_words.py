# SPDX-License-Identifier: EUPL-1.2
"""Names say what the field says: private words that were replaced do not come back."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import ketenzicht

SOURCE = Path(ketenzicht.__file__).parent
#: Old word -> the word of the field that took its place.
REPLACED = {
    "beat": "heartbeat",
    "burial": "tombstones",
    "climb": "escalate",
    "dialogue": "wizard",
    "fences": "triggers",
    "finding": "search, or what was found",
    "forwards": "referral",
    "freeze": "snapshot",
    "glass": "break_glass",
    "handing": "transfer",
    "heads": "checkpoints",
    "keeping": "retention",
    "likeness": "similarity",
    "looks": "access_log",
    "permanence": "append_only",
    "pictures": "charts",
    "reseal": "rewrap",
    "safe": "envelope",
    "safes": "envelopes",
    "settle": "resolve",
    "slowing": "throttle",
    "sound": "notify",
    "stall": "work item, escalation rule",
    "talk": "messages",
    "tell": "notify",
    "thaw": "snapshot",
    "trouble": "escalation reason",
    "walls": "row_level_security",
    "ways": "methods",
}
#: Names with such a word that mean something else, each with what it means.
MEANT = {
    "break_glass": "emergency access, the term of the field",
    "freeze_panes": "a method of the spreadsheet writer",
    "mark_safe": "Django: text that needs no escaping",
    "require_safe": "Django: a method of HTTP that changes nothing",
    "safe_contact": "how to reach a person without danger",
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
ANSWER = {"safe"}  # the answer to *are you safe now?* in the report form


def identifiers(text: str) -> Iterator[str]:
    """Yield the names in a Python source; not its texts, not its comments."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.string


def old_words(name: str) -> set[str]:
    """Return the replaced words in a name, unless the name means something else."""
    for meant in MEANT:
        name = name.replace(meant, "")
    parts = re.split(r"_|(?<=[a-z0-9])(?=[A-Z])", name)
    return {part.lower() for part in parts} & REPLACED.keys()


def sources() -> list[Path]:
    """The platform's own code; migrations keep the names of their day."""
    return sorted(
        path
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and "world" not in path.relative_to(SOURCE).parts
    )


def test_no_replaced_word_is_left_in_a_name():
    found = [
        f"{path.relative_to(SOURCE)}: {name} (say {REPLACED[word]})"
        for path in sources()
        for name in sorted(set(identifiers(path.read_text("utf-8"))) - ANSWER)
        for word in sorted(old_words(name))
    ]
    assert found == []


def test_no_replaced_word_is_left_in_the_name_of_a_module():
    found = [
        str(path.relative_to(SOURCE)) for path in sources() if old_words(path.with_suffix("").name)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "word"),
    [("open_safe", "safe"), ("StallRow", "stall"), ("_settle", "settle"), ("HEADS", "heads")],
)
def test_a_replaced_word_would_be_found(name, word):
    assert old_words(name) == {word}


@pytest.mark.parametrize("name", ["set_safe_contact", "BreakGlassForm", "safety", "overlooks"])
def test_a_name_that_means_something_else_is_left_alone(name):
    assert old_words(name) == set()
