# SPDX-License-Identifier: EUPL-1.2
"""Read one reference file and refuse whatever is malformed, naming file and row.

An installation may put files of its own before the ones that come with the package: the folder in
`KETENZICHT_REFERENCE` is looked in first. A region that takes more time, a changed helpline, a new
list of municipalities need no other release.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from ketenzicht.reference.periods import Period

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class MalformedReferenceError(ValueError):
    """A reference file does not say what it must say."""


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping of a reference file, read key by key; unread keys are refused."""

    where: str
    raw: Mapping[str, Any]
    read: set[str] = field(default_factory=set)

    def refuse(self, wrong: str) -> MalformedReferenceError:
        return MalformedReferenceError(f"{self.where}: {wrong}")

    def value(self, key: str) -> Any:  # YAML is untyped; every caller checks the type
        self.read.add(key)
        return self.raw.get(key)

    def text(self, key: str) -> str:
        found = self.optional_text(key)
        if found is None:
            raise self.refuse(f"'{key}' is missing; give a text")
        return found

    def optional_text(self, key: str) -> str | None:
        found = self.value(key)
        if found is None:
            return None
        if not isinstance(found, str) or not found.strip():
            raise self.refuse(f"'{key}' is {found!r}; give a text, in quotes if it looks otherwise")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.value(key)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise self.refuse(f"'{key}' is {found!r}; give a list of texts")
        return tuple(found)

    def flag(self, key: str) -> bool:
        found = self.value(key)
        if found is None:
            return False
        if not isinstance(found, bool):
            raise self.refuse(f"'{key}' is {found!r}; give true or false")
        return found

    def number(self, key: str) -> float | None:
        found = self.value(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise self.refuse(f"'{key}' is {found!r}; give a number")
        return found

    def count(self, key: str) -> int | None:
        found = self.number(key)
        if isinstance(found, float):
            raise self.refuse(f"'{key}' is {found!r}; give a whole number")
        return found

    def day(self, key: str) -> date | None:
        found = self.value(key)
        if found is None:
            return None
        if type(found) is not date:
            raise self.refuse(f"'{key}' is {found!r}; give a date such as 2026-11-01")
        return found

    def period(self, key: str) -> Period | None:
        found = self.optional_text(key)
        return None if found is None else self._period(found)

    def periods(self, key: str) -> tuple[Period, ...]:
        return tuple(self._period(item) for item in self.texts(key))

    def _period(self, written: str) -> Period:
        try:
            return Period.parse(written)
        except ValueError as problem:
            raise self.refuse(str(problem)) from problem

    def one_of(self, key: str, allowed: frozenset[str]) -> str:
        found = self.text(key)
        if found not in allowed:
            raise self.refuse(f"'{key}' is {found!r}; expected one of {', '.join(sorted(allowed))}")
        return found

    def finish(self) -> None:
        """Refuse keys that nobody read: a misspelt key must not pass silently."""
        if unread := set(self.raw) - self.read:
            raise self.refuse(f"unknown key {', '.join(sorted(unread))}; remove or correct it")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed reference file."""

    name: str
    raw: Mapping[str, Any]

    def section(self, key: str) -> Any:  # shape is checked by whoever reads the section
        if key not in self.raw:
            raise MalformedReferenceError(f"{self.name}: section '{key}' is missing")
        return self.raw[key]

    def rows(self, key: str, *, named_by: str = "code") -> Iterator[Row]:
        """Yield the rows of a section; two rows with the same name are refused."""
        yield from checked_rows(f"{self.name} {key}", self.section(key), named_by=named_by)

    def versions(self, key: str) -> Iterator[Row]:
        """Yield the rows of a section in which a rule may stand once for each time it holds."""
        yield from _named_rows(f"{self.name} {key}", self.section(key), named_by="code")

    def reviewed(self) -> date:
        day = Row(self.name, self.raw).day("reviewed")
        if day is None:
            raise MalformedReferenceError(f"{self.name}: 'reviewed' is missing; give a date")
        return day


def checked_rows(where: str, found: Any, *, named_by: str = "code") -> Iterator[Row]:
    """Yield the mappings of a list, refusing other shapes and double names."""
    seen: set[str] = set()
    for row in _named_rows(where, found, named_by=named_by):
        name = row.text(named_by)
        if name in seen:
            raise MalformedReferenceError(f"{where}: '{name}' stands in the list twice")
        seen.add(name)
        yield row


def _named_rows(where: str, found: Any, *, named_by: str) -> Iterator[Row]:
    if not isinstance(found, list) or not found:
        raise MalformedReferenceError(f"{where}: expected a list with at least one row")
    for position, raw in enumerate(found, start=1):
        if not isinstance(raw, dict):
            raise MalformedReferenceError(f"{where}, row {position}: expected a mapping")
        name = Row(f"{where}, row {position}", raw).text(named_by)
        yield Row(f"{where}, {name}", raw, {named_by})


def parse(name: str, written: str) -> Document:
    """Parse the text of a reference file."""
    try:
        raw = yaml.load(written, Loader=_LOADER)  # noqa: S506  because both loaders are safe ones
    except yaml.YAMLError as problem:
        raise MalformedReferenceError(f"{name}: not valid YAML: {problem}") from problem
    if not isinstance(raw, dict):
        raise MalformedReferenceError(f"{name}: expected sections at the top level")
    document = Document(name, raw)
    document.reviewed()
    return document


def load(name: str) -> Document:
    """Read a reference file: the installation's own, else the one that comes with this package."""
    folder = os.environ.get("KETENZICHT_REFERENCE")
    if folder and (own := Path(folder) / name).is_file():
        return parse(str(own), own.read_text(encoding="utf-8"))
    return parse(name, (files(__package__) / "data" / name).read_text(encoding="utf-8"))
