# SPDX-License-Identifier: EUPL-1.2
"""An app reads and writes its own tables only; others ask its selectors and services."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.sources import Source, apps_of_models, sources


def foreign_managers(files: Iterable[Source], models: dict[str, set[str]]) -> Iterator[str]:
    """Where a manager of another app's model is used, as file, line and model."""
    for file, line, name in _managers(files):
        if file.app not in models.get(name, {file.app}):
            yield f"{file.path}:{line} {name}"


def managers_in_pages(files: Iterable[Source], models: dict[str, set[str]]) -> Iterator[str]:
    """Where a page, form or answer for programs asks a table itself."""
    for file, line, name in _managers(files):
        if name in models and PAGES.intersection(Path(file.path).with_suffix("").parts):
            yield f"{file.path}:{line} {name}"


def _managers(files: Iterable[Source]) -> Iterator[tuple[Source, int, str]]:
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                yield file, node.lineno, node.value.id if isinstance(node.value, ast.Name) else ""


MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
PAGES = frozenset({"views", "forms", "api", "urls"})


def test_a_page_asks_no_table_itself():
    assert list(managers_in_pages(sources(), apps_of_models())) == []


def test_no_app_uses_the_manager_of_another_apps_model():
    assert list(foreign_managers(sources(), apps_of_models())) == []


def test_the_search_sees_a_manager_of_another_app():
    strange = Source("learning/views.py", "learning", ast.parse("Case.objects.count()"))
    own = Source("cases/selectors.py", "cases", ast.parse("Case.objects.count()"))

    found = list(foreign_managers([strange, own], apps_of_models()))
    in_pages = list(managers_in_pages([strange, own], apps_of_models()))

    assert found == ["learning/views.py:1 Case"]
    assert in_pages == found
