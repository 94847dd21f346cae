# SPDX-License-Identifier: EUPL-1.2
"""A hook of mkdocs: the page of the guide that lists every claim for which nobody stands yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ketenzicht import reference
from ketenzicht.reference import Entry
from ketenzicht.reference.catalogue import without_confirmer

MARK = "<!-- claims without a confirmer -->"
HEAD = ("claim", "about", "rests on", "source", "how sure", "written down", "look again by")


def on_page_markdown(markdown: str, **_page: Any) -> str:
    """Put the list in the place of the mark."""
    return markdown.replace(MARK, "\n".join(listed())) if MARK in markdown else markdown


def listed() -> Iterator[str]:
    """The claims nobody confirmed, a table for each part."""
    found = sorted(without_confirmer(), key=lambda each: (each.part, each.section))
    yield f"{len(found)} claims.\n"
    for part, rows in groupby(found, key=lambda each: each.part):
        yield f"\n## {reference.code('claim_parts', part).en}\n"
        yield f"| {' | '.join(HEAD)} |"
        yield "|---" * len(HEAD) + "|"
        yield from map(_row, rows)


def _row(each: Entry) -> str:
    claim = each.claim
    kind = reference.code("claim_kinds", claim.kind).en.lower()
    cells = (
        *(f"`{each.reference}`", each.fact.en, kind, claim.source, claim.certainty),
        *(str(claim.gathered), str(claim.look_again)),
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
