# SPDX-License-Identifier: EUPL-1.2
"""Rows of an installation as text, to keep and to carry to another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from ketenzicht.reference.catalogue import Entry
from ketenzicht.reference.documents import MalformedReferenceError, parse
from ketenzicht.reference.own_rows import OwnRow, identity, load, rows_in

OWN = "own_rows"
#: What a row says of itself, and not about the world.
ABOUT_ITSELF = frozenset(
    {
        *("source", "source_nl", "certainty", "kind", "gathered", "look_again", "confirmed"),
        *("valid_from", "valid_to", "supersedes", "contradicted_by", "in_region", "set_by"),
    }
)
_KEYS = frozenset({"part", "section", "row", "is_look", "look_at"})


def write_rows(rows: Iterable[OwnRow]) -> str:
    """Write rows as a file that another installation can take in."""
    said = [
        {
            "part": own.part,
            "section": own.section,
            **({"is_look": True, "look_at": own.look_at} if own.is_look else {}),
            "row": dict(own.row),
        }
        for own in rows
    ]
    return yaml.safe_dump({OWN: said}, allow_unicode=True, sort_keys=False, width=100)


def read_rows(written: str) -> list[OwnRow]:
    """Read rows back; whatever is no row of an installation is refused."""
    found = parse(OWN, written).raw.get(OWN)
    if not isinstance(found, list):
        raise MalformedReferenceError(f"'{OWN}' is missing: this file was not written here")
    return [_own(raw) for raw in found]


def _own(raw: Any) -> OwnRow:
    if not isinstance(raw, dict) or set(raw) - _KEYS or not isinstance(raw.get("row"), dict):
        raise MalformedReferenceError(f"{OWN}: each has a 'part', a 'section' and a 'row'")
    return OwnRow(
        part=str(raw.get("part")),
        section=str(raw.get("section")),
        row=raw["row"],
        is_look=raw.get("is_look") is True,
        look_at=raw.get("look_at"),
    )


def row_of(each: Entry) -> Mapping[str, Any]:
    """The row of one version as its file, or the installation, wrote it."""
    document = load(f"{each.part}.yaml")
    versions = []
    for row in rows_in(document, each.section):
        code, only_in, agreed = identity(row, each.section)
        if code == each.fact.code and (only_in or agreed) == each.claim.region:
            versions.append(row)
    begins = each.claim.valid_from
    exact = [row for row in versions if row.get("valid_from") == begins]
    return next(iter(exact or versions))
