# SPDX-License-Identifier: EUPL-1.2
"""An app whose pages change something says in one table what is open to whom, or why not."""

from __future__ import annotations

import ast

from tests.house.acts import without_acts
from tests.house.sources import ROOT, Source, declares_acts, sources

#: Apps with pages that change something and no table of their own, and why.
WHY_NONE = {
    "surfaces": "its own pages only search; letting a partner in is an act of accounts",
}


def test_an_app_with_pages_that_change_something_has_a_table_of_acts():
    assert {found.split("/")[0] for found in without_acts(sources())} == set(WHY_NONE)


def test_a_table_of_acts_is_read_by_a_page_and_by_a_service():
    """A table that only one of the two reads would not keep them equal."""
    for table in filter(declares_acts, sources()):
        module = "ketenzicht." + table.path.removesuffix(".py").replace("/", ".")
        readers = {source.path for source in sources() if _reads(source, module)}
        assert [path for path in readers if "views" in path or "surfaces" in path], module
        assert [path for path in readers if "services" in path], module


def _reads(source: Source, module: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == module for node in ast.walk(source.tree)
    )


def test_the_tables_of_the_platform_are_found():
    assert len([each for each in sources() if declares_acts(each)]) >= 8
    assert (ROOT / "register/acts/decisions.py").exists()
