# SPDX-License-Identifier: EUPL-1.2
"""People by year and by what is known of them, and which of those numbers add up to others.

What is known of a person is taken from all their entries: what one entry knows beats what another
does not. `group` are the four groups of the National Rapporteur: in or out of the sex industry by
a domestic or a cross-border route. `reporter`, `sex`, `band`, `citizenship` and `form` are what
Directive (EU) 2024/1712 asks every year. `start` is the age at which the exploitation began.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date
from uuid import UUID

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.reference import Code
from ketenzicht.register.models import Entry
from ketenzicht.register.states import Age
from telwerk.sdc import Key, Relation, crossed, linked

Counts = Mapping[tuple[str, str], int]
People = Mapping[UUID, Sequence["Signal"]]
UNKNOWN = Age.UNKNOWN.value
NOT_SAID = frozenset({"", UNKNOWN, "u"})


@dataclass(frozen=True, slots=True, order=True)
class Signal:
    """What one entry says of a person, in the order in which signals are read."""

    year: int
    month: int
    form: str
    reporter: str
    age: str
    band: str
    start_band: str
    route: str
    gender: str
    nationality: str
    second_nationality: str

    @property
    def day(self) -> date:
        """A day of the month of the signal: the lists are read as they were then."""
        return date(self.year, self.month, 1)

    @property
    def sex(self) -> str:
        """The sex the figures count somebody under."""
        code = reference.code("genders", self.gender or "u", by=self.day)
        return code.parent or code.code

    @property
    def citizenship(self) -> str:
        """Dutch, of the European Union, or of elsewhere; of two nationalities the nearest."""
        told = {self.nationality, self.second_nationality} - {"", "ZZ"}
        if "NL" in told:
            return "nl"
        if any(_of_the_union(code, self.day) for code in told):
            return "eu"
        return "other" if told else UNKNOWN


def _of_the_union(code: str, day: date) -> bool:
    return reference.code("nationalities", code, by=day).attributes.get("membership") == "eu"


def people_by(dimension: str, *, years: tuple[int, ...]) -> dict[tuple[str, str], int]:
    """Return people by year and one thing that is known of them.

    A person counts once in every year with a first signal about them. Keys are (year as text,
    code). Every category that occurs stands there for every year, with 0 where nobody counts.
    """
    if dimension not in _OF_PERSON:
        raise ValueError(f"{dimension!r} is no dimension; choose one of {', '.join(_OF_PERSON)}")
    return _counted(dimension, _entries_of_persons(years), years)


def people_by_year(*, years: tuple[int, ...]) -> dict[str, dict[tuple[str, str], int]]:
    """Return every table the register can make; one of which nothing is known is left out."""
    people = _entries_of_persons(years)
    tables = {name: _counted(name, people, years) for name in _OF_PERSON}
    nothing = {name for name in ASKED_LATER if not _says_something(tables[name])}
    if "group" in nothing:
        nothing.add("industry")
    return {name: counts for name, counts in tables.items() if name not in nothing}


def _says_something(counts: Counts) -> bool:
    codes = {code for (_year, code), count in counts.items() if count}
    return any(code not in NOT_SAID and UNKNOWN not in code for code in codes)


def _counted(dimension: str, people: People, years: tuple[int, ...]) -> dict[tuple[str, str], int]:
    said, day = _OF_PERSON[dimension], last_day(map(str, years))
    counted = Counter(
        (str(year), said(entries, year, day))
        for entries in people.values()
        for year in {entry.year for entry in entries}.intersection(years)
    )
    present = {code for _year, code in counted}
    order = [code for code in _in_order(dimension, day) if code in present]
    return {
        (str(year), str(code)): counted[str(year), str(code)]
        for year in sorted(years)
        for code in order or sorted(present)
    }


def last_day(years: Iterable[str]) -> date:
    """The day by which a table of these years is divided, so that its parts add up.

    The lists of its last year hold for the whole table: a form that moves to another industry
    moves in every year, and no cell can be worked out from two ways of dividing.
    """
    return date(max(map(int, years), default=MINYEAR), 12, 31)


def _in_order(dimension: str, day: date) -> Sequence[str]:
    """The categories in the order of their list; by name where they have none of their own."""
    if dimension == "age":
        return list(Age)
    if dimension in {"band", "start", "industry", "sex", "citizenship"}:
        return [code.code for code in reference.codes(LISTS_OF[dimension][0], by=day)]
    return []


def _entries_of_persons(years: Iterable[int]) -> dict[UUID, list[Signal]]:
    """All that count of everybody who has an entry in these years, first signal first."""
    rows = Entry.objects.filter(withdrawn=False)
    persons = rows.filter(year__in=tuple(years)).order_by().values("person")
    found: defaultdict[UUID, list[Signal]] = defaultdict(list)
    columns = ("person", *Signal.__dataclass_fields__)
    for person_id, *told in rows.filter(person__in=persons).order_by().values_list(*columns):
        found[person_id].append(Signal(*told))
    return {person_id: sorted(entries) for person_id, entries in found.items()}


def _first_known(entries: Iterable[Signal], year: int, column: str) -> str:
    """What is known first in a year, else in any year."""
    known = [each for each in entries if getattr(each, column) not in NOT_SAID]
    told = [each for each in known if each.year == year] or known
    return str(getattr(told[0], column)) if told else UNKNOWN


def _form(entries: Sequence[Signal], year: int, _day: date) -> str:
    return _first_known(entries, year, "form")


def _reporter(entries: Sequence[Signal], year: int, _day: date) -> str:
    return next(each.reporter for each in entries if each.year == year)


def _age(entries: Sequence[Signal], year: int, _day: date) -> str:
    """Known in the year itself; else an adult stays one, and a later minor was one before."""
    known = [each for each in entries if each.age != UNKNOWN]
    if told := next((each.age for each in known if each.year == year), ""):
        return told
    if any(each.age == Age.ADULT and each.year < year for each in known):
        return Age.ADULT
    if any(each.age == Age.MINOR and each.year > year for each in known):
        return Age.MINOR
    return Age.UNKNOWN


def _band(entries: Sequence[Signal], year: int, day: date) -> str:
    """The band of that year, as far as it is one of what somebody counts as: minor or adult."""
    age = _age(entries, year, day)
    told = (each.band for each in entries if each.year == year and each.age == age)
    return next((band for band in told if band), UNKNOWN_BAND[Age(age)])


def _industry(entries: Sequence[Signal], year: int, day: date) -> str:
    return industry_of(_form(entries, year, day), day)


def _group(entries: Sequence[Signal], year: int, day: date) -> str:
    return f"{_industry(entries, year, day)}.{_first_known(entries, year, 'route')}"


def _sex(entries: Sequence[Signal], year: int, _day: date) -> str:
    found = _first_known(entries, year, "sex")
    return "u" if found == UNKNOWN else found


def industry_of(form: str, day: date) -> str:
    """In or out of the sex industry, by the form of exploitation as it is divided on a day."""
    found = reference.code("exploitation_forms", form, by=day)
    return str(found.attributes.get("industry", UNKNOWN))


def _age_of(band: str, day: date) -> str:
    minor = reference.code("age_bands", band, by=day).attributes.get("minor")
    return Age.UNKNOWN if minor is None else Age.MINOR if minor else Age.ADULT


UNKNOWN_BAND = {
    Age.MINOR: "unknown_minor",
    Age.ADULT: "unknown_adult",
    Age.UNKNOWN: "unknown",
}
_OF_PERSON: Mapping[str, Callable[[Sequence[Signal], int, date], str]] = {
    "form": _form,
    "reporter": _reporter,
    "age": _age,
    "band": _band,
    "start": lambda entries, year, _day: _first_known(entries, year, "start_band"),
    "sex": _sex,
    "citizenship": lambda entries, year, _day: _first_known(entries, year, "citizenship"),
    "industry": _industry,
    "group": _group,
}
ASKED_LATER = ("band", "start", "sex", "citizenship", "group")
"""Tables of what older entries do not say."""

LISTS_OF: Mapping[str, tuple[str, ...]] = {
    "form": ("exploitation_forms",),
    "reporter": ("reporter_types",),
    "band": ("age_bands",),
    "start": ("age_bands",),
    "sex": ("genders",),
    "citizenship": ("citizenship_groups",),
    "industry": ("statistical_industries",),
    "group": ("statistical_industries", "statistical_routes"),
}
_WITHIN: Sequence[tuple[str, str, Callable[[str, date], str]]] = (
    ("form", "industry", industry_of),
    ("group", "industry", lambda code, _day: code.split(".")[0]),
    ("band", "age", _age_of),
)
"""Tables of which the categories lie within those of another, whoever is counted."""


def apart_since(years: Iterable[str]) -> list[tuple[date, list[Code]]]:
    """Reporters that are counted apart from a day within these years on: there a series breaks."""
    shown = set(years)
    begun: dict[str, date] = {}
    for version in reference.code_versions("reporter_types"):
        first = version.valid_from or date.min
        begun[version.code] = min(first, begun.get(version.code, first))
    found: defaultdict[date, list[Code]] = defaultdict(list)
    for code in reference.codes("reporter_types", by=last_day(shown)):
        if str(begun[code.code].year) in shown:
            found[begun[code.code]].append(code)
    return sorted(found.items(), key=lambda each: each[0])


def category_in_words(dimension: str, code: str, language: str) -> str:
    """A category of a table, in the words that its code list has for it today."""
    parts = zip(LISTS_OF[dimension], code.split("."), strict=True)
    day = today()
    return ", ".join(reference.code(name, part, by=day).label(language) for name, part in parts)


def linked_tables(tables: Mapping[str, Counts]) -> tuple[dict[Key, int], list[Relation]]:
    """Return all cells of the tables and all sums between them, also from table to table.

    Who counts in a form of exploitation counts in its industry, and whoever is in a band of age is
    a minor or not; a cell hidden in one table could else be worked out from another.
    """
    cells, relations = linked(crossed(counts, name=name) for name, counts in tables.items())
    day = last_day(year for counts in tables.values() for year, _code in counts)
    for fine, coarse, of in _WITHIN:
        if fine in tables and coarse in tables:
            lies_in = {code: of(code, day) for _year, code in tables[fine]}
            relations += _sums(tables[coarse], fine, coarse, lies_in)
    return cells, relations


def _sums(totals: Counts, fine: str, coarse: str, lies_in: Mapping[str, str]) -> Iterable[Relation]:
    years = dict.fromkeys(year for year, _code in totals)
    within: defaultdict[str, list[str]] = defaultdict(list)
    for code, total in lies_in.items():
        within[total].append(code)
    for total in dict.fromkeys(code for _year, code in totals):
        for year in ("", *years):
            cells = tuple((fine, year, code) for code in within[total])
            yield Relation((coarse, year, total), cells)
