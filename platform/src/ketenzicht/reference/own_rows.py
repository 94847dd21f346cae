# SPDX-License-Identifier: EUPL-1.2
"""Rows that an installation or a region put in the place of ours, each from its day on.

A new version ends the one before it; what began under that one keeps it. A look changes only what
a version says of itself: that somebody looked again, or stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ketenzicht.reference.documents import Document, MalformedReferenceError, load_file
from ketenzicht.reference.remembering import forget

A_DAY = timedelta(days=1)  # no term: the day before a version begins the other one ends
LISTS = "lists"
OPTIONAL = "regional_patience"  # a section that is there only where a region has a row in it


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """One row as a file would hold it.

    `is_look` says that no version is added: the keys of `row` are put into the version there is,
    the one that holds from the day `look_at`.
    """

    part: str
    section: str
    row: Mapping[str, Any]
    is_look: bool = False
    look_at: date | None = None


_OWN: list[OwnRow] = []
#: What a look may say of a version: nothing of what the version claims.
LOOKED = frozenset({"code", "id", "in_region", "gathered", "confirmed", "look_again", "certainty"})
#: What a row that takes the place of ours keeps of it: how far a protection may be weakened.
BOUNDS = frozenset({"never_below", "never_longer", "never_shorter"})


def own_rows() -> tuple[OwnRow, ...]:
    """The rows that stand in the place of ours now."""
    return tuple(_OWN)


def put(rows: Iterable[OwnRow]) -> None:
    """Let these rows stand in the place of ours from now on, and no others."""
    found = list(rows)
    if found != _OWN:
        _OWN[:] = found
        forget()


def load(name: str) -> Document:
    """Read a reference file, with the rows that stand in the place of ours."""
    return with_own(load_file(name), _OWN)


def with_own(document: Document, rows: Sequence[OwnRow]) -> Document:
    """Return a file with the rows of an installation in their places."""
    mine = [each for each in rows if each.part == document.part]
    for each in mine:
        document = _with(document, each)
    return document


def rows_in(document: Document, section: str) -> list[dict[str, Any]]:
    """The rows of a section or a list as they are written."""
    lists = document.raw.get(LISTS)
    if section not in (lists or {OPTIONAL, *document.raw}):
        raise MalformedReferenceError(f"{document.name}: there is no '{section}' in it")
    found = lists[section]["codes"] if lists else document.raw.get(section)
    return list(found or ())


def defaults_in(document: Document, section: str) -> Mapping[str, Any]:
    """What holds for all rows of a section or a list."""
    lists = document.raw.get(LISTS)
    return {**document.defaults(), **(lists[section] if lists else {})}


def named(row: Mapping[str, Any]) -> str:
    """The code of a row; a sign of the card calls it an id."""
    return str(row.get("code", row.get("id")))


def _with(document: Document, own: OwnRow) -> Document:
    shared = defaults_in(document, own.section)
    rows = rows_in(document, own.section)
    place = _place(rows, own, shared)
    if own.is_look:
        if place is None:
            raise MalformedReferenceError(f"{document.name} {named(own.row)}: no such version")
        if strange := set(own.row) - LOOKED:
            raise MalformedReferenceError(
                f"{document.name} {named(own.row)}: a look does not change "
                f"{', '.join(sorted(strange))}; propose a version that begins on a day"
            )
        rows[place] = {**rows[place], **own.row}
    else:
        rows = _inserted(rows, place, {**own.row, **_bounds(rows, own)})
    return replace(document, raw=_put(document.raw, own.section, rows))


def _bounds(rows: Sequence[Mapping[str, Any]], own: OwnRow) -> dict[str, Any]:
    """How far the protection of a row may be weakened, whoever puts another in its place."""
    ours = [row for row in rows if named(row) == named(own.row)]
    found = {key: row[key] for row in ours for key in BOUNDS & set(row)}
    for key in BOUNDS & set(own.row):
        if own.row[key] != found.get(key):
            raise MalformedReferenceError(
                f"{named(own.row)}: '{key}' is not for an installation to say; leave it out"
            )
    return found


def _place(rows: Sequence[Mapping[str, Any]], own: OwnRow, shared: Mapping[str, Any]) -> int | None:
    """Where the version stands that is looked at, or that holds when the new one begins."""
    for place, row in enumerate(rows):
        same = identity(row, own.section) == identity(own.row, own.section)
        begins = row.get("valid_from", shared.get("valid_from"))
        ends = row.get("valid_to", shared.get("valid_to"))
        if not same:
            continue
        if own.is_look:
            if begins == own.look_at:
                return place
        elif (begins or date.min) < own.row["valid_from"] <= (ends or date.max):
            return place
    return None


def identity(row: Mapping[str, Any], section: str) -> tuple[Any, ...]:
    """What two versions of one claim have in common: the code, and the region it is only for."""
    agreed = row.get("region") if section == OPTIONAL else None
    return named(row), row.get("in_region"), agreed


def _inserted(
    rows: list[dict[str, Any]], place: int | None, new: Mapping[str, Any]
) -> list[dict[str, Any]]:
    if place is None:
        return [*rows, dict(new)]
    before = rows[place]
    until = {"valid_to": before["valid_to"]} if before.get("valid_to") else {}
    ended = {**before, "valid_to": new["valid_from"] - A_DAY}
    return [*rows[:place], ended, {**until, **new}, *rows[place + 1 :]]


def _put(raw: Mapping[str, Any], section: str, rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    lists = raw.get(LISTS)
    if not lists:
        return {**raw, section: rows}
    return {**raw, LISTS: {**lists, section: {**lists[section], "codes": rows}}}
