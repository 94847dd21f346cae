# SPDX-License-Identifier: EUPL-1.2
"""Which apps have pages that change something, and which say in a table what is open to whom."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.sources import Source, declares_acts

#: With one act there is nothing that could differ between page, form and service.
SEVERAL = 2


def without_acts(sources: Iterable[Source]) -> Iterator[str]:
    """Apps with several views that change something, and no table of acts."""
    found = list(sources)
    declared = {source.app for source in found if declares_acts(source)}
    changing: dict[str, list[str]] = {}
    for source in found:
        changing.setdefault(source.app, []).extend(source.path for _view in _changing(source))
    for app, paths in sorted(changing.items()):
        if len(paths) >= SEVERAL and app not in declared:
            yield f"{paths[0]}: {len(paths)} views change something, to whom is in no table"


def _changing(source: Source) -> Iterator[ast.FunctionDef]:
    """The views of a file that take a POST, by their decorators."""
    if "views" not in source.path:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef) and any(map(_takes_post, node.decorator_list)):
            yield node


def _takes_post(decorator: ast.expr) -> bool:
    said = ast.unparse(decorator)
    return "POST" in said
