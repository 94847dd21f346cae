# SPDX-License-Identifier: EUPL-1.2
"""An app reads and writes its own tables only; others ask its selectors and services."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.sources import Source, apps_of_models, sources


def foreign_managers(files: Iterable[Source], models: dict[str, set[str]]) -> Iterator[str]:
    """Where a manager of another app's model is used, as file, line and model."""
    for file in files:
        for node in ast.walk(file.tree):
            if not isinstance(node, ast.Attribute) or node.attr not in MANAGERS:
                continue
            name = node.value.id if isinstance(node.value, ast.Name) else ""
            if file.app not in models.get(name, {file.app}):
                yield f"{file.path}:{node.lineno} {name}.{node.attr}"


MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})


def test_no_app_uses_the_manager_of_another_apps_model():
    assert list(foreign_managers(sources(), apps_of_models())) == []


def test_the_search_sees_a_manager_of_another_app():
    strange = Source("learning/views.py", "learning", ast.parse("Case.objects.count()"))
    own = Source("cases/selectors.py", "cases", ast.parse("Case.objects.count()"))

    found = list(foreign_managers([strange, own], apps_of_models()))

    assert found == ["learning/views.py:1 Case.objects"]
