# SPDX-License-Identifier: EUPL-1.2
"""What happens to shared work and what follows from it: who is told, which clock, what moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ketenzicht.reference.dated import in_force, versions
from ketenzicht.reference.documents import Document, Row
from ketenzicht.reference.own_rows import load
from ketenzicht.reference.remembering import remembered
from ketenzicht.reference.rules import escalation_rules, labels
from ketenzicht.reference.values import Fact

KINDS = frozenset({"bed", "report", "case", "need", "dispute", "sharing", "transfer"})
#: What can happen to anything that organisations share work on; each kind answers for each.
COMMON = frozenset(
    {
        *("arrived", "word", "asked", "answered", "unanswered", "withdrawn", "escalated"),
        *("holder_gone", "asked_gone"),
    }
)
EVENTS = COMMON | {"case_moved"}
PARTIES = frozenset({"holder", "giver", "receiver", "fallback", "first", "second"})
MOVES = frozenset({"holder", "joined", "keys", "needs", "need", "offer", "report", "steps"})
#: The clock of a report: how long one of its urgency may wait.
URGENCY = "urgency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """One cell of the table: something happened to a thing of one kind, and this follows."""

    of: str
    event: str
    tells: tuple[str, ...]
    mail: str | None
    clock: str | None
    moves: tuple[str, ...]
    undated: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Untold:
    """Events of a kind of which nobody is told, and why that harms nobody."""

    of: str
    events: tuple[str, ...]
    why: str


def read_events(document: Document) -> tuple[Event, ...]:
    """Read the events somebody is told of; whoever is told gets a mail for it."""
    return versions(document.name, map(_event, document.rows("events")))


def read_untold(document: Document) -> tuple[Untold, ...]:
    """Read the events nobody is told of, each with its reason."""
    return tuple(_untold(document))


@remembered
def events() -> tuple[Event, ...]:
    """Everything that happens to shared work and has a consequence."""
    return read_events(load("events.yaml"))


@remembered
def untold() -> tuple[Untold, ...]:
    """Everything that happens to shared work without anybody having to be told."""
    return read_untold(load("events.yaml"))


def event(code: str, day: date) -> Event:
    """What follows from an event on this day."""
    return in_force(events(), code, day)


def _event(row: Row) -> Event:
    found = Event(
        **labels(row),
        of=row.one_of("of", KINDS),
        event=row.one_of("event", EVENTS),
        tells=_some(row, "tells", PARTIES),
        mail=row.optional_text("mail"),
        clock=row.optional_text("clock"),
        moves=_some(row, "moves", MOVES),
        undated=row.flag("undated"),
        note=row.optional_text("note"),
        claim=row.claim(),
    )
    row.finish()
    if bool(found.tells) != bool(found.mail):
        raise row.refuse("give 'mail' to whoever 'tells' names, and to nobody else")
    if found.clock not in {None, URGENCY, *(rule.code for rule in escalation_rules())}:
        raise row.refuse(f"'clock' is {found.clock!r}; use a code of stall_rules, or '{URGENCY}'")
    return found


def _untold(document: Document) -> Iterator[Untold]:
    for number, raw in enumerate(document.section("untold"), start=1):
        row = Row(f"{document.name} untold {number}", raw)
        yield Untold(row.one_of("of", KINDS), _some(row, "events", EVENTS), row.text("why"))
        row.finish()


def _some(row: Row, key: str, allowed: frozenset[str]) -> tuple[str, ...]:
    found = row.texts(key)
    if not allowed.issuperset(found):
        raise row.refuse(f"'{key}' is {list(found)}; expected some of {', '.join(sorted(allowed))}")
    return found
