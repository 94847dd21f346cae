# SPDX-License-Identifier: EUPL-1.2
"""How long a file and a function may be: what is longer has a subject too many."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 400
LONGEST_FUNCTION = 60  # lines, its docstring left out
Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_long(root: Path) -> Iterator[str]:
    """Files and functions below a folder that are longer than is read in one go."""
    for file in sorted(root.rglob("*.py")):
        inside = file.relative_to(root)
        if "migrations" in inside.parts or any(part.startswith(".") for part in inside.parts):
            continue
        text = file.read_text("utf-8")
        if len(text.splitlines()) > LONGEST_FILE:
            yield f"{inside}: {len(text.splitlines())} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, Function) and lines_of(node) > LONGEST_FUNCTION:
                yield f"{inside}: {node.name} has {lines_of(node)} lines"


def lines_of(function: Function) -> int:
    """The lines of a function, without those of its docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return whole
    return whole - ((first.end_lineno or first.lineno) - first.lineno + 1)
