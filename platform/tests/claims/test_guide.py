# SPDX-License-Identifier: EUPL-1.2
"""The guide lists every claim that nobody stands for."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from ketenzicht import reference

ROOT = Path(__file__).parents[3]


def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("claims_page", ROOT / "scripts/claims_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_claim_without_a_confirmer_stands_in_the_guide():
    written = (ROOT / "docs/guide/claims.md").read_text(encoding="utf-8")
    page = hook().on_page_markdown(written)
    missing = [
        each.reference
        for each in reference.entries()
        if (each.claim.confirmed is None) != (f"`{each.reference}`" in page)
    ]
    assert missing == []
    assert hook().MARK not in page
