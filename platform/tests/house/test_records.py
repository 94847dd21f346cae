# SPDX-License-Identifier: EUPL-1.2
"""Every kind of thing that is written to the audit is declared by the app that writes it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from ketenzicht.core.declaration import activity_of
from tests.house.sources import Source, sources

WRITES = frozenset({"record", "record_access"})


def undeclared(files: Iterable[Source], declared: Collection[str]) -> Iterator[str]:
    """Where something is recorded of a kind that no app declares, as far as the code shows it."""
    for file in files:
        named = _constants(file.tree)
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and _name(node.func) in WRITES:
                for kind in _kinds(node, named):
                    if kind not in declared:
                        yield f"{file.path}:{node.lineno} {kind}"


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def _kinds(call: ast.Call, named: dict[str, str]) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant):
            yield keyword.value.value
        elif keyword.arg == "kind" and isinstance(keyword.value, ast.Name):
            yield from filter(None, [named.get(keyword.value.id)])


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }


def test_every_kind_that_is_recorded_is_declared():
    assert list(undeclared(sources(), activity_of())) == []


def test_the_search_sees_kinds_and_names_of_kinds():
    code = (
        'KIND = "dream"\nrecord(kind=KIND)\naudit.record_access(kind="sleep")\nrecord(kind="case")'
    )
    file = Source("learning/services.py", "learning", ast.parse(code))

    found = list(undeclared([file], activity_of()))

    assert found == ["learning/services.py:2 dream", "learning/services.py:3 sleep"]
