# SPDX-License-Identifier: EUPL-1.2
"""The platform's own source files, read as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ketenzicht

ROOT = Path(ketenzicht.__file__).parent


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path inside the package, the app it belongs to, and its tree."""

    path: str
    app: str
    tree: ast.Module


@cache
def sources() -> tuple[Source, ...]:
    """Every source file of the platform but its migrations."""
    return tuple(read(ROOT))


def read(root: Path) -> Iterator[Source]:
    """Every source file below a folder."""
    for file in sorted(root.rglob("*.py")):
        inside = file.relative_to(root)
        if "migrations" not in inside.parts:
            yield Source(str(inside), inside.parts[0], ast.parse(file.read_text()))


def declares_acts(source: Source) -> bool:
    """Tell whether a file says which acts are open to whom, for pages and services to read."""
    return any(
        isinstance(node, ast.FunctionDef) and node.name == "acts_open_to"
        for node in source.tree.body
    )


def apps_of_models() -> dict[str, set[str]]:
    """The name of every model of ours, and the apps that have one of that name."""
    from django.apps import apps

    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("ketenzicht."):
            found.setdefault(model.__name__, set()).add(model.__module__.split(".")[1])
    return found
