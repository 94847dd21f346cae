# SPDX-License-Identifier: EUPL-1.2
"""No file and no function is longer than one subject needs, in apps, libraries, tests and tools."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.sizes import LONGEST_FILE, LONGEST_FUNCTION, lines_of, too_long

REPOSITORY = Path(__file__).parents[3]


@pytest.mark.parametrize("place", ["platform", "libs", "bench", "scripts"])
def test_no_file_and_no_function_is_too_long(place: str) -> None:
    assert list(too_long(REPOSITORY / place)) == []


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("x = 1\n" * (LONGEST_FILE + 1))
    (tmp_path / "two.py").write_text("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION)
    assert list(too_long(tmp_path)) == [
        f"one.py: {LONGEST_FILE + 1} lines",
        f"two.py: f has {LONGEST_FUNCTION + 1} lines",
    ]


def test_the_docstring_of_a_function_does_not_count() -> None:
    (function,) = ast.parse('def f():\n    """One\n    two."""\n    return 1\n').body
    assert isinstance(function, ast.FunctionDef)
    assert lines_of(function) == 2
