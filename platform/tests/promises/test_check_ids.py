# SPDX-License-Identifier: EUPL-1.2
"""What a start-up check refuses has an id of its own, so that one can be looked up or silenced."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import ketenzicht

SOURCE = Path(ketenzicht.__file__).parent
KINDS = {"Critical", "Error", "Warning", "Info"}


def ids_in(code: str) -> Iterator[str]:
    """The id of every message that a check can give."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in KINDS:
            given = [keyword.value for keyword in node.keywords if keyword.arg == "id"]
            yield from (each.value for each in given if isinstance(each, ast.Constant))


def test_no_two_checks_share_an_id():
    found = [
        (identity, path.relative_to(SOURCE).as_posix())
        for path in sorted(SOURCE.rglob("*.py"))
        for identity in ids_in(path.read_text(encoding="utf-8"))
    ]
    times = Counter(identity for identity, _ in found)
    assert len(times) > 2
    assert [f"{identity} in {where}" for identity, where in found if times[identity] > 1] == []


def test_an_id_that_is_used_twice_is_found():
    code = "Error('one', id='x.E001')\nchecks.Error('two', hint='', id='x.E001')"
    assert list(ids_in(code)) == ["x.E001", "x.E001"]
