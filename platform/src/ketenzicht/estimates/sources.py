# SPDX-License-Identifier: EUPL-1.2
"""Where capture histories come from: the register, a published table, or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ketenzicht.core.errors import Refused
from ketenzicht.estimates.language import said
from ketenzicht.reference import Code
from ketenzicht.register import handover as register
from ketenzicht.sheets.cells import Value, as_text
from ketenzicht.sheets.columns import Column, WrongValue, checked
from ketenzicht.sheets.reading import read_table
from ketenzicht.sheets.tables import Limits, Table, Unreadable
from telwerk import datasets
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.lists.reading import count_column, flag
from telwerk.mse.messages import InvalidHistories

MAX_BYTES = 200_000
UPLOAD = Limits(size=MAX_BYTES, rows=20_000, columns=60)
YEAR = "jaar"
NAMED_IN = "nl"  # the language the lists of the register are frozen in: in figures and files


@dataclass(frozen=True, slots=True)
class Lists:
    """Named capture histories, ready to be frozen."""

    title: str
    histories: CaptureHistories
    years: tuple[int, ...] = ()
    people: CovariateTable | None = None  # the same people, compared by what is known of them
    scheme: str = ""  # how the reporters of the register were divided into lists


def from_register(years: tuple[int, ...], scheme: str = "") -> Lists:
    """Return the overlaps of the register over these years: counts, no people."""
    chosen = scheme or register.scheme_for(years).code
    counted = register.capture_histories(years=years, scheme=chosen)
    if len(counted.lists) < 2:
        raise Refused(_("There are too few lists in these years to compare."), field="years")
    span = f"{min(years)}–{max(years)}" if len(years) > 1 else str(years[0])
    names = [register.list_name(name, NAMED_IN) for name in counted.lists]
    histories = CaptureHistories.from_counts(names, counted.histories)
    title = f"Register {span}{_other_than_usual(years, chosen)}"
    return Lists(title, histories, tuple(sorted(years)), scheme=chosen)


def _other_than_usual(years: tuple[int, ...], scheme: str) -> str:
    """What a title adds when the reporters were divided otherwise than these years ask."""
    if scheme == register.scheme_for(years).code:
        return ""
    found = next(each for each in register.schemes() if each.code == scheme)
    return f", {found.label(NAMED_IN).lower()}"


def from_register_by_year(years: tuple[int, ...], scheme: str = "") -> Lists:
    """Return the overlaps of each of these years; who comes back counts in every year."""
    if len(years) < 2:
        raise Refused(_("A series needs at least two years."), field="years")
    chosen = scheme or register.scheme_for(years).code
    counted = {
        year: register.capture_histories(years=(year,), scheme=chosen) for year in sorted(years)
    }
    names = tuple(dict.fromkeys(name for found in counted.values() for name in found.lists))
    if len(names) < 2:
        raise Refused(_("There are too few lists in these years to compare."), field="years")
    rows = [
        (dict(zip(found.lists, pattern, strict=True)), year, count)
        for year, found in counted.items()
        for pattern, count in found.histories.items()
    ]
    columns: dict[str, list[object]] = {
        register.list_name(name, NAMED_IN): [on.get(name, "0") for on, _year, _count in rows]
        for name in names
    }
    lists = list(columns)
    columns |= {
        YEAR: [year for _on, year, _ in rows],
        "count": [count for _on, _year, count in rows],
    }
    people = CovariateTable.of(columns, lists=lists, covariates=[YEAR], count="count")
    title = f"Register {min(years)}–{max(years)}, per jaar{_other_than_usual(years, chosen)}"
    return Lists(title, everybody(people), tuple(sorted(years)), people, chosen)


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to divide the reporters into lists, and what the register holds of each list now."""

    code: str
    label: str
    people: Mapping[str, int]
    overlap: int


def schemes(years: tuple[int, ...], language: str) -> list[Scheme]:
    """Lay the schemes beside each other: people per list, and on two lists or more."""
    return [_scheme(each, years, language) for each in register.schemes()]


def _scheme(scheme: Code, years: tuple[int, ...], language: str) -> Scheme:
    found = register.capture_histories(years=years, scheme=scheme.code)
    people = {
        register.list_name(name, language): sum(
            count for pattern, count in found.histories.items() if pattern[place] == "1"
        )
        for place, name in enumerate(found.lists)
    }
    overlap = sum(count for pattern, count in found.histories.items() if pattern.count("1") > 1)
    return Scheme(scheme.code, scheme.label(language), people, overlap)


def everybody(people: CovariateTable) -> CaptureHistories:
    """Sum over the characteristics, people of whom some are unknown included."""
    found = people.histories()
    counts = found.counts.copy()
    for person in people.partial:
        counts[person.mask] += person.count
    return found.with_counts(counts)


def from_published() -> Lists:
    """Return the lists of 2010–2015 as the Dutch team published them in 2017."""
    return Lists("Nederland 2010–2015", datasets.netherlands(), tuple(range(2010, 2016)))


def from_file(name: str, content: bytes, characteristics: Sequence[str] = ()) -> Lists:
    """Read an uploaded table of capture histories; say what is wrong with it, and where.

    Every column is a list, but the counts and the columns named as characteristics.
    """
    try:
        columns = _columns(read_table(content, UPLOAD), characteristics)
        if not characteristics:
            return Lists(name, CaptureHistories.of(columns))
        count = count_column(columns, None, characteristics)
        lists = [column for column in columns if column not in {count, *characteristics}]
        people = CovariateTable.of(columns, lists=lists, covariates=characteristics, count=count)
        return Lists(name, everybody(people), people=people)
    except Unreadable as refusal:
        raise Refused(refusal.sentence, field="file") from None
    except InvalidHistories as problem:
        raise Refused(said(problem.text), field="file") from None


def _columns(table: Table, characteristics: Sequence[str]) -> dict[str, list[object]]:
    """Return the columns of a table; where people are counted, every cell is looked at first."""
    wanted = [Column(title, as_text) for title in table.titles]
    count = count_column({title: [] for title in table.titles}, None, characteristics)
    if count is not None:
        taken = {count: _people, **dict.fromkeys(characteristics, as_text)}
        wanted = [Column(title, taken.get(title, _on_list)) for title in table.titles]
    found = checked(table, wanted)
    found.require_right(field="file")
    return {title: [row[title] for row in found.rows] for title in table.titles}


def _people(value: Value) -> object:
    """A number of people; what is wrong with a number, telwerk says."""
    try:
        float(as_text(value))
    except ValueError:
        raise WrongValue(_("this is not a number of people.")) from None
    return value


def _on_list(value: Value) -> object:
    """Whether people are on a list."""
    try:
        return flag(as_text(value), "")
    except InvalidHistories:
        raise WrongValue(_("a list holds only 0 (not on it) and 1 (on it).")) from None
