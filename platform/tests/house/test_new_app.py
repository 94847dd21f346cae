# SPDX-License-Identifier: EUPL-1.2
"""A new app with a list, an act and an alarm: its folder, one line, and it is served."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.overlay import EXAMPLE, Overlay

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Overlay:
    made = Overlay(tmp_path_factory.mktemp("platform"))
    made.add_example()
    return made


def code_lines(file: Path) -> Iterator[str]:
    """What has to be thought of: no blank line, comment, import or docstring."""
    text = file.read_text()
    skipped: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            skipped.update(range(node.lineno, (node.end_lineno or 0) + 1))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            said = node.body[0]
            skipped.update(range(said.lineno, (said.end_lineno or 0) + 1))
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#") and number not in skipped:
            yield line


def test_it_takes_fewer_than_sixty_lines():
    lines = [line for file in sorted(EXAMPLE.rglob("*.py")) for line in code_lines(file)]

    assert 30 < len(lines) < 60


@pytest.mark.apart
def test_every_check_is_content_with_it(platform):
    assert platform.broken_contracts() == []
    assert "no issues" in platform.run("django", "check")
    assert "No changes detected" in platform.run("django", "makemigrations", "--check", "--dry-run")
    assert "every text is translated" in platform.run("ketenzicht.web.messages")


@pytest.mark.apart
def test_it_is_served(platform):
    said = platform.run("tests.house.serving")

    seen = json.loads(said.strip().splitlines()[-1])
    assert [what for what, true in seen.items() if not true] == []
    assert len(seen) == 7
