# SPDX-License-Identifier: EUPL-1.2
"""Write a world to a folder: the truth and what is observed in files of their own.

Memory does not grow with the world: lines wait in spools on disk, a stretch of time each, and are
put in order of time one stretch after another.
"""

import csv
import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ketenzicht.world.blocks import TruthBlock, draw_block
from ketenzicht.world.capture import AFTERMATH_DAYS
from ketenzicht.world.events import Event, RecordedPerson, RegisterEntered, ReportReceived, Told
from ketenzicht.world.histories import HistoryTally
from ketenzicht.world.names import OWN_SCRIPT, PASSPORT, names
from ketenzicht.world.people import sub_forms
from ketenzicht.world.plan import World
from ketenzicht.world.profile import profile

LINES_PER_SPOOL = 10_000
EVENTS_PER_PERSON = 2.0

ENTRY_COLUMNS = (
    "date", "entry", "list", "organisation", "outcome", "given", "family", "birth", "sex",
    "nationality", "form", "region", "municipality",
)  # fmt: skip
REPORT_COLUMNS = (
    "at", "report", "reporter_type", "subject", "setting", "region", "municipality", "address",
    "signs", "urgency", "about_minor",
)  # fmt: skip
PERSON_COLUMNS = (
    "person", "given_own_script", "family_own_script", "given", "family", "birth", "sex",
    "nationality", "language", "form",
)  # fmt: skip
EPISODE_COLUMNS = ("person", "episode", "start", "end", "region", "municipality")
LINK_COLUMNS = ("kind", "observed", "person")


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the world: where, how many rows, and the digest of its text."""

    path: str
    rows: int
    sha256: str


class _Table:
    """A text file, compressed the same way every time, with the digest of its text."""

    def __init__(self, folder: Path, name: str, header: str | None) -> None:
        self.name, self.rows = name, 0
        self._digest = hashlib.sha256()
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # No name and no time in the header of the archive: the same world, the same bytes.
        self._raw = path.open("wb")
        self._file = gzip.GzipFile("", "wb", compresslevel=3, fileobj=self._raw, mtime=0)
        self._put(f"{header}\n" if header else "")

    def write(self, lines: list[str]) -> None:
        self.rows += len(lines)
        self._put("".join(lines))

    def _put(self, text: str) -> None:
        encoded = text.encode()
        self._digest.update(encoded)
        self._file.write(encoded)

    def close(self) -> Written:
        self._file.close()
        self._raw.close()
        return Written(self.name, self.rows, self._digest.hexdigest())


class _Spools:
    """Lines that start with their moment, kept apart by stretch of time until all are there."""

    def __init__(self, folder: Path, world: World) -> None:
        self._folder = folder
        count = 1 + int(world.people * EVENTS_PER_PERSON / LINES_PER_SPOOL)
        self._first = world.first_day.toordinal()
        self._stretch = 1 + (world.today.toordinal() - self._first) // count
        self._waiting: dict[int, list[str]] = {}

    def write(self, day: date, line: str) -> None:
        stretch = (day.toordinal() - self._first) // self._stretch
        self._waiting.setdefault(stretch, []).append(line)

    def flush(self) -> None:
        """Put what waits on disk; a block reaches few stretches, so no file need stay open."""
        for stretch, lines in self._waiting.items():
            with self._path(stretch).open("a", encoding="utf-8") as file:
                file.writelines(lines)
        self._waiting.clear()

    def in_order(self) -> Iterator[list[str]]:
        for path in sorted(self._folder.iterdir()):
            with path.open(encoding="utf-8") as file:
                yield sorted(file)

    def _path(self, stretch: int) -> Path:
        return self._folder / f"{stretch:09d}"


def write_world(
    folder: Path,
    *,
    seed: int,
    people: int,
    years: int,
    today: date,
    on_block: Callable[[int], None] = lambda _done: None,
) -> Path:
    """Write a world to a folder and return the path of its manifest.

    `on_block` hears how many people are done each time a block is.
    """
    world = World(seed=seed, people=people, years=years, today=today)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".spool-") as spool:
        observed = _Observed(Path(spool), world)
        truth = _Truth(folder, world)
        for block in world.blocks():
            true, seen = draw_block(world, block)
            truth.add(true)
            observed.add(seen.events)
            on_block(block.stop)
        written = [*truth.close(), *observed.close(folder)]
    return _manifest(folder, world, written)


class _Observed:
    """What the platform may see, in order of time: that order alone hides whose rows are whose."""

    def __init__(self, spool: Path, world: World) -> None:
        self._spools = {}
        for name in ("entries", "reports", "events"):
            (spool / name).mkdir()
            self._spools[name] = _Spools(spool / name, world)

    def add(self, events: Iterable[Event]) -> None:
        for event in events:
            day = event.at.date()
            self._spools["events"].write(day, event_line(event))
            if isinstance(event, RegisterEntered):
                self._spools["entries"].write(day, _line(_entry(event)))
            elif isinstance(event, ReportReceived):
                self._spools["reports"].write(day, _line(_report(event)))
        for spools in self._spools.values():
            spools.flush()

    def close(self, folder: Path) -> Iterator[Written]:
        yield self._table(folder, "entries", "entries.csv", ",".join(ENTRY_COLUMNS))
        yield self._table(folder, "reports", "reports.csv", ",".join(REPORT_COLUMNS))
        yield self._table(folder, "events", "events.jsonl", None)

    def _table(self, folder: Path, spool: str, name: str, header: str | None) -> Written:
        table = _Table(folder, f"observed/{name}.gz", header)
        for lines in self._spools[spool].in_order():
            table.write(lines)
        return table.close()


class _Truth:
    """The truth in tables of its own, with the counts that estimates are compared with."""

    def __init__(self, folder: Path, world: World) -> None:
        self._folder, self._world = folder, world
        self._people = _Table(folder, "truth/people.csv.gz", ",".join(PERSON_COLUMNS))
        self._episodes = _Table(folder, "truth/episodes.csv.gz", ",".join(EPISODE_COLUMNS))
        self._links = _Table(folder, "truth/links.csv.gz", ",".join(LINK_COLUMNS))
        self._exposed: Counter[tuple[int, str]] = Counter()
        self._histories: Counter[tuple[int, int]] = Counter()

    def add(self, block: TruthBlock) -> None:
        self._people.write([_line(row) for row in _person_rows(block)])
        self._episodes.write([_line(row) for row in _episode_rows(block)])
        links = sorted(block.links, key=lambda link: link.observed)
        self._links.write(
            [_line((link.kind, link.observed, _person(link.person))) for link in links]
        )
        self._exposed.update(exposed(block, self._world))
        for year, counts in true_histories([block]).items():
            self._histories.update({(year, mask): count for mask, count in counts.items()})

    def close(self) -> Iterator[Written]:
        for table in (self._people, self._episodes, self._links):
            yield table.close()
        totals = _Table(self._folder, "truth/population.csv.gz", "year,form,people")
        totals.write([_line((*key, self._exposed[key])) for key in sorted(self._exposed)])
        yield totals.close()
        lists = profile().list_codes
        tally = _Table(self._folder, "truth/histories.csv.gz", ",".join(("year", *lists, "count")))
        for (year, mask), count in sorted(self._histories.items()):
            flags = (str(mask >> bit & 1) for bit in range(len(lists)))
            tally.write([_line((year, *flags, count))])
        yield tally.close()


def true_histories(blocks: Iterable[TruthBlock]) -> dict[int, Counter[int]]:
    """The capture histories per year as they really are, as bit masks in list order."""
    lists = profile().list_codes
    total: dict[int, Counter[int]] = {}
    for block in blocks:
        tally = HistoryTally(lists)
        rows = block.listings
        for person, maker, day in zip(
            rows.person.tolist(), rows.maker.tolist(), rows.day.tolist(), strict=True
        ):
            tally.add(person, lists[maker], date.fromordinal(day))
        for year, counts in tally.counts().items():
            total.setdefault(year, Counter()).update(counts)
    return dict(sorted(total.items()))


def exposed(block: TruthBlock, world: World) -> Counter[tuple[int, str]]:
    """How many people could be listed in each year, by main form: the number to be estimated."""
    counts: Counter[tuple[int, str]] = Counter()
    forms = profile().forms
    last = block.episodes.end + AFTERMATH_DAYS
    for year in world.calendar_years:
        begins = date(year, 1, 1).toordinal()
        ends = min(date(year, 12, 31), world.today).toordinal()
        during = (block.episodes.start <= ends) & (last >= begins)
        people = np.unique(block.episodes.person[during])
        for position, count in enumerate(
            np.bincount(block.people.form[people], minlength=len(forms))
        ):
            counts[year, forms[position].code] += int(count)
    return counts


def event_line(event: Event) -> str:
    """One event as a line of JSON that starts with its moment."""
    body = {"at": _stamp(event), "kind": type(event).__name__}
    body |= {each.name: getattr(event, each.name) for each in fields(event) if each.name != "at"}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, RecordedPerson | Told):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an event holds {type(value).__name__}, which has no form in JSON")


def _stamp(event: Event) -> str:
    return event.at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(event: RegisterEntered) -> tuple[object, ...]:
    who = event.person
    return (
        event.at.date(), event.entry, event.list, event.organisation, event.outcome, who.given,
        who.family, who.birth, who.sex, who.nationality, event.form, event.region,
        event.municipality,
    )  # fmt: skip


def _report(event: ReportReceived) -> tuple[object, ...]:
    return (
        _stamp(event), event.report, event.reporter_type, event.subject, event.setting,
        event.region, event.municipality, event.address, " ".join(event.signs), event.urgency,
        int(event.about_minor),
    )  # fmt: skip


def _person(number: int) -> str:
    return f"P{number:07d}"


def _person_rows(block: TruthBlock) -> Iterator[tuple[object, ...]]:
    table, made_of, forms, who = names(), profile(), sub_forms(), block.people
    given, family = table.spellings[who.given], table.spellings[who.family]
    for row, number in enumerate(who.number.tolist()):
        nationality = made_of.nationalities[who.nationality[row]]
        yield (
            _person(number),
            given[row, OWN_SCRIPT],
            family[row, OWN_SCRIPT],
            given[row, PASSPORT],
            family[row, PASSPORT],
            date.fromordinal(int(who.born[row])),
            "f" if who.woman[row] else "m",
            nationality.code,
            nationality.language,
            forms[who.sub[row]],
        )


def _episode_rows(block: TruthBlock) -> Iterator[tuple[object, ...]]:
    places, rows = profile().places, block.episodes
    for row, person in enumerate(rows.person.tolist()):
        place = places[rows.place[row]]
        yield (
            _person(int(block.people.number[person])),
            int(rows.ordinal[row]),
            date.fromordinal(int(rows.start[row])),
            date.fromordinal(int(rows.end[row])),
            place.region,
            place.code,
        )


def _line(values: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(values)
    return buffer.getvalue()


def _manifest(folder: Path, world: World, written: Iterable[Written]) -> Path:
    files = sorted(written, key=lambda each: each.path)
    together = hashlib.sha256("".join(each.sha256 for each in files).encode()).hexdigest()
    body = {
        "seed": world.seed,
        "people": world.people,
        "years": world.years,
        "today": world.today.isoformat(),
        "first_day": world.first_day.isoformat(),
        "lists": list(profile().list_codes),
        "digest": together,
        "files": [{"path": f.path, "rows": f.rows, "sha256": f.sha256} for f in files],
    }
    path = folder / "manifest.json"
    path.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
    return path
