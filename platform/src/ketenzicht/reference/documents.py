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
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from ketenzicht.reference.claims import CERTAINTIES, Claim, Confirmation, Kind
from ketenzicht.reference.periods import Period

#: What a file or a list may say once for all its rows; a row that says it itself comes first.
SHARED = frozenset(
    {
        *("source", "source_nl", "certainty", "kind", "gathered", "look_again", "confirmed"),
        *("valid_from", "valid_to"),
    }
)
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class MalformedReferenceError(ValueError):
    """A reference file does not say what it must say."""


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping of a reference file, read key by key; unread keys are refused."""

    where: str
    raw: Mapping[str, Any]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def refuse(self, wrong: str) -> MalformedReferenceError:
        return MalformedReferenceError(f"{self.where}: {wrong}")

    def value(self, key: str) -> Any:  # YAML is untyped; every caller checks the type
        self.read.add(key)
        return self.raw.get(key, self.defaults.get(key))

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

    def needed_day(self, key: str) -> date:
        found = self.day(key)
        if found is None:
            raise self.refuse(f"'{key}' is missing; give a date such as 2026-11-01")
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

    def claim(self) -> Claim:
        """What the row says of itself, after what its list and its file say for all rows."""
        claim = Claim(
            source=self.text("source"),
            source_nl=self._dutch_source(),
            certainty=self.one_of("certainty", CERTAINTIES),
            kind=Kind(self.one_of("kind", frozenset(Kind))),
            gathered=self.needed_day("gathered"),
            look_again=self.needed_day("look_again"),
            confirmed=self._confirmation(),
            valid_from=self.day("valid_from"),
            valid_to=self.day("valid_to"),
            supersedes=self.optional_text("supersedes"),
            contradicted_by=self.optional_text("contradicted_by"),
            region=self.optional_text("in_region"),
            set_by=self.optional_text("set_by"),
            unknown=self.flag("unknown"),
            warning_nl=self.optional_text("warning_nl"),
            warning_en=self.optional_text("warning_en"),
        )
        if claim.certainty == "high" and claim.confirmed is None:
            raise self.refuse(
                "'certainty' is high and nobody confirmed it; say who under 'confirmed'"
            )
        if claim.valid_from and claim.valid_to and claim.valid_to < claim.valid_from:
            raise self.refuse("'valid_to' comes before 'valid_from'; end it on a later day")
        if claim.unknown != bool(claim.warning_nl and claim.warning_en):
            raise self.refuse("a rule that is 'unknown' has a 'warning_nl' and a 'warning_en'")
        return claim

    def _dutch_source(self) -> str | None:
        """The Dutch words of the source; a row with a source of its own takes over none."""
        shared = self.optional_text("source_nl")
        return shared if "source" not in self.raw or "source_nl" in self.raw else None

    def _confirmation(self) -> Confirmation | None:
        found = self.value("confirmed")
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.refuse("'confirmed' says 'organisation', 'role' and 'day'")
        said = Row(f"{self.where}, confirmed", found)
        confirmation = Confirmation(
            organisation=said.text("organisation"),
            role=said.text("role"),
            on=said.needed_day("day"),
        )
        said.finish()
        return confirmation

    def finish(self) -> None:
        """Refuse keys that nobody read: a misspelt key must not pass silently."""
        if unread := set(self.raw) - self.read:
            raise self.refuse(f"unknown key {', '.join(sorted(unread))}; remove or correct it")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed reference file."""

    name: str
    raw: Mapping[str, Any]

    @property
    def part(self) -> str:
        """The part of the reference data that the file is about."""
        return Path(self.name).stem

    def section(self, key: str) -> Any:  # shape is checked by whoever reads the section
        if key not in self.raw:
            raise MalformedReferenceError(f"{self.name}: section '{key}' is missing")
        return self.raw[key]

    def rows(self, key: str, *, named_by: str = "code") -> Iterator[Row]:
        """Yield the rows of a section; a rule may stand once for each time it holds."""
        where = f"{self.name} {key}"
        return named_rows(where, self.section(key), named_by=named_by, defaults=self.defaults())

    def defaults(self) -> Mapping[str, Any]:
        """What the file says for all its rows."""
        found = self.raw.get("defaults")
        if not isinstance(found, dict):
            raise MalformedReferenceError(f"{self.name}: 'defaults' is missing; see decision 0027")
        return shared(Row(f"{self.name} defaults", found))


def shared(head: Row) -> Mapping[str, Any]:
    """Return what a file or list says for all its rows; it says nothing else."""
    if foreign := set(head.raw) - SHARED:
        raise head.refuse(f"unknown key {', '.join(sorted(foreign))}; a default is about all rows")
    above = dict(head.defaults)
    if "source" in head.raw:
        above.pop("source_nl", None)
    return {**above, **head.raw}


def named_rows(
    where: str, found: Any, *, named_by: str = "code", defaults: Mapping[str, Any]
) -> Iterator[Row]:
    """Yield the mappings of a list, refusing other shapes and rows without a name."""
    if not isinstance(found, list) or not found:
        raise MalformedReferenceError(f"{where}: expected a list with at least one row")
    for position, raw in enumerate(found, start=1):
        if not isinstance(raw, dict):
            raise MalformedReferenceError(f"{where}, row {position}: expected a mapping")
        name = Row(f"{where}, row {position}", raw).text(named_by)
        yield Row(f"{where}, {name}", raw, defaults, {named_by})


def parse(name: str, written: str) -> Document:
    """Parse the text of a reference file."""
    try:
        raw = yaml.load(written, Loader=_LOADER)  # noqa: S506  because both loaders are safe ones
    except yaml.YAMLError as problem:
        raise MalformedReferenceError(f"{name}: not valid YAML: {problem}") from problem
    if not isinstance(raw, dict):
        raise MalformedReferenceError(f"{name}: expected sections at the top level")
    return Document(name, raw)


def load_file(name: str) -> Document:
    """Read a reference file: the installation's own, else the one that comes with this package."""
    folder = os.environ.get("KETENZICHT_REFERENCE")
    if folder and (own := Path(folder) / name).is_file():
        return _parsed(str(own), own.read_text(encoding="utf-8"))
    return _parsed(name, (files(__package__) / "data" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _parsed(name: str, written: str) -> Document:
    """A file is parsed once, for as long as it says the same; nobody writes into a document."""
    return parse(name, written)
