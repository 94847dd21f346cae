# SPDX-License-Identifier: EUPL-1.2
"""Power cuts, replayed: every write SQLite makes is recorded, then disks are made that lost some.

A file system that recorded everything between two syncs may, at a power cut, have kept any part
of it, in any order, in pieces of a sector. What was synced has to be there. From one recording
many such disks are made; each is opened and held against what had been acknowledged by then.

The engine is asked for the settings of `core.database`, so it is those that are tested.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from ketenzicht.core.database import prepare_sqlite

SECTOR = 512
ACT = "INSERT INTO report(body) VALUES (?)"
TRACE = "INSERT INTO audit(report, mac) VALUES (?, ?)"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a file, or an acknowledgement (no file)."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Tape:
    """Everything in the order in which it happened."""

    events: list[Event] = field(default_factory=list)

    def acknowledge(self, number: int) -> None:
        """Note that somebody was told: this act is kept."""
        self.events.append(Event("told", offset=number))


class TapedFile(apsw.VFSFile):
    """A file that also writes on the tape."""

    def __init__(self, name: object, flags: list[int], tape: Tape) -> None:
        # The engine's own file system does the work; "" is its name for the default one.
        super().__init__("", name, flags)
        self._tape = tape
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self._file = Path(path).name
        self._tape.events.append(Event("open", self._file))

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802  because the engine calls it so
        super().xWrite(data, offset)
        self._tape.events.append(Event("write", self._file, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802  because the engine calls it so
        super().xTruncate(size)
        self._tape.events.append(Event("truncate", self._file, size))

    def xSync(self, flags: int) -> None:  # noqa: N802  because the engine calls it so
        super().xSync(flags)
        self._tape.events.append(Event("sync", self._file))


class TapedDisk(apsw.VFS):
    """A file system whose files write on a tape."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self.name = f"taped{id(tape)}"
        super().__init__(self.name, "")

    def xOpen(self, name: object, flags: list[int]) -> TapedFile:  # noqa: N802  because the engine calls it so
        return TapedFile(name, flags, self._tape)

    def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: N802  because the engine calls it so
        super().xDelete(name, syncdir)
        self._tape.events.append(Event("delete", Path(name).name))


def record(place: Path, acts: int, *, spoil: str = "") -> Tape:
    """Do so many acts and record what reaches the disk; `spoil` is a pragma for the control."""
    tape = Tape()
    disk = TapedDisk(tape)
    connection = apsw.Connection(str(place / "power.db"), vfs=disk.name)
    prepare_sqlite(connection)
    if spoil:
        connection.execute(f"PRAGMA {spoil}")
    connection.execute("PRAGMA wal_autocheckpoint = 8")
    connection.execute(
        "BEGIN IMMEDIATE; CREATE TABLE report(id INTEGER PRIMARY KEY, body BLOB);"
        "CREATE TABLE audit(report INTEGER REFERENCES report, mac BLOB); COMMIT"
    )
    chance = random.Random(7)
    for number in range(1, acts + 1):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(ACT, (chance.randbytes(chance.randrange(10, 6000)),))
        connection.execute(TRACE, (number, chance.randbytes(32)))
        connection.execute("COMMIT")
        tape.acknowledge(number)
    connection.close()
    return tape


def cuts(tape: Tape, count: int, seed: int) -> Iterator[tuple[dict[str, bytes], int]]:
    """Disks as power cuts leave them, each with the last act acknowledged before the cut."""
    chance = random.Random(seed)
    for _ in range(count):
        moment = chance.randrange(1, len(tape.events) + 1)
        yield _disk_after(tape.events[:moment], chance)


def _disk_after(events: list[Event], chance: random.Random) -> tuple[dict[str, bytes], int]:
    synced = {event.file: at for at, event in enumerate(events) if event.kind == "sync"}
    # Names live in the journal of the file system, which any later sync writes out in order.
    named = max(synced.values(), default=-1)
    files: dict[str, bytearray] = {}
    told = 0
    for at, event in enumerate(events):
        if event.kind == "told":
            told = event.offset
        elif at <= (named if event.kind == "delete" else synced.get(event.file, -1)):
            _apply(files, event, event.data)
        elif event.kind != "sync":
            _perhaps(files, event, chance)
    return {name: bytes(data) for name, data in files.items()}, told


def _apply(files: dict[str, bytearray], event: Event, data: bytes) -> None:
    if event.kind == "delete":
        files.pop(event.file, None)
        return
    stored = files.setdefault(event.file, bytearray())
    if event.kind == "truncate":
        del stored[event.offset :]
    elif event.kind == "write":
        _put(stored, event.offset, data)


def _perhaps(files: dict[str, bytearray], event: Event, chance: random.Random) -> None:
    """What was not synced: kept, lost, or kept in part, sector by sector."""
    fate = chance.random()
    if event.kind != "write":
        if fate < 0.5:
            _apply(files, event, b"")
        return
    stored = files.setdefault(event.file, bytearray())
    for start in range(0, len(event.data), SECTOR):
        if fate < 0.4 or (fate < 0.8 and chance.random() < 0.5):
            _put(stored, event.offset + start, event.data[start : start + SECTOR])


def _put(stored: bytearray, offset: int, data: bytes) -> None:
    if len(stored) < offset:
        stored.extend(bytes(offset - len(stored)))
    stored[offset : offset + len(data)] = data


def damage(place: Path, disk: dict[str, bytes], told: int) -> list[str]:
    """What is wrong with a disk: a broken database, or an acknowledged act that is not there."""
    for leftover in place.iterdir():
        leftover.unlink()
    for name, data in disk.items():
        if not name.endswith("-shm"):  # the index of the log is rebuilt, never relied on
            (place / name).write_bytes(data)
    if "power.db" not in disk:
        return [f"the database is gone, {told} acts with it"] if told else []
    connection = apsw.Connection(str(place / "power.db"))
    try:
        # Looking need not be durable; without this the looking takes longer than all the rest.
        connection.execute("PRAGMA synchronous = OFF")
        return _faults(connection, told)
    except apsw.Error as fault:
        return [f"cannot be read: {fault}"]
    finally:
        connection.close()


def _faults(connection: apsw.Connection, told: int) -> list[str]:
    (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
    if integrity != "ok":
        return [str(integrity)]
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if "report" not in tables:
        return [f"{told} acts lost"] if told else []
    (reports,) = connection.execute("SELECT count(*) FROM report").fetchone()
    (traces,) = connection.execute("SELECT count(*) FROM audit").fetchone()
    lost = [f"{told - reports} acts lost"] if reports < told else []
    half = [f"{reports} reports but {traces} traces"] if reports != traces else []
    return lost + half
