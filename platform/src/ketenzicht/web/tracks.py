# SPDX-License-Identifier: EUPL-1.2
"""Tracks that run at the same time, as parallel lines on one axis of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.formats import date_format

from ketenzicht.core.clock import local, local_date
from ketenzicht.reference import Claim
from ketenzicht.web.parts import State

ROW = 64  # pixels from one line to the next
HEAD = 28  # pixels above the first row, for the names of the months
MARGIN = 0.03  # of the span, so that nothing stands against an edge
MOST_TICKS = 7
EVERY = (1, 2, 3, 6, 12, 24, 60)  # months between two names on the axis
HALF_LABEL = 12  # percent; closer to the edge a label turns inward


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something on a track that has a moment."""

    moment: datetime
    label: str
    state: State = State.WAITS
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """One procedure or kind of care; without an end it runs on."""

    name: str
    start: datetime
    end: datetime | None = None
    deadlines: Sequence[Deadline] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Touch:
    """Where two tracks meet and somebody has to look: the names, the moment, the warning."""

    first: str
    second: str
    moment: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month on the axis."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A deadline as drawn."""

    deadline: Deadline
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A track as drawn: the part that has happened ends at `known`; `room` is for the name."""

    track: Track
    y: int
    start: str
    known: str
    end: str
    dots: Sequence[Dot]
    room: tuple[str, str]
    late: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A touch as drawn, from one lane to another."""

    touch: Touch
    x: str
    y1: int
    y2: int


@dataclass(frozen=True)
class Tracks:
    """Tracks with the moment they are looked at from; what the component draws."""

    tracks: Sequence[Track]
    now: datetime
    touches: Sequence[Touch] = ()

    @cached_property
    def _span(self) -> tuple[datetime, datetime]:
        moments = [self.now, *(moment for track in self.tracks for moment in _moments(track))]
        first, last = min(moments), max(moments)
        room = max((last - first) * MARGIN, timedelta(days=1))  # no term: room in a drawing
        return first - room, last + room

    def _at(self, moment: datetime) -> float:
        first, last = self._span
        return 100 * ((moment - first) / (last - first))

    def _x(self, moment: datetime) -> str:
        return f"{self._at(moment):.2f}%"

    @property
    def height(self) -> int:
        """Height of the drawing."""
        return HEAD + ROW * len(self.tracks)

    @property
    def today(self) -> str:
        """Where now lies."""
        return self._x(self.now)

    @property
    def ticks(self) -> list[Tick]:
        """Beginnings of months, as few as can be read."""
        first, last = (local_date(moment) for moment in self._span)
        months = list(_months(first, last))
        few = -(-len(months) // MOST_TICKS)
        every = next((step for step in EVERY if step >= few), few)
        shown = (month for month in months if (month.year * 12 + month.month - 1) % every == 0)
        return [self._tick(month, every) for month in shown]

    def _tick(self, month: date, every: int) -> Tick:
        moment = max(_midnight(month, self.now), self._span[0])
        return Tick(self._x(moment), _month(month, every), _anchor(self._at(moment)))

    @property
    def lanes(self) -> list[Lane]:
        """Every track with its place."""
        return [self._lane(track, row) for row, track in enumerate(self.tracks)]

    def _lane(self, track: Track, row: int) -> Lane:
        end = track.end or self._span[1]
        dots = [
            Dot(each, self._x(each.moment), _anchor(self._at(each.moment)))
            for each in sorted(track.deadlines, key=lambda each: each.moment)
        ]
        known = max(track.start, min(self.now, end))
        y = HEAD + ROW * row + ROW // 2
        start = self._at(track.start)
        # The name has the room from its line's start; a line that starts late gives it the left.
        room = (
            ("0%", f"{self._at(known):.2f}%")
            if start > 50
            else (self._x(track.start), f"{100 - start:.2f}%")
        )
        return Lane(
            track, y, self._x(track.start), self._x(known), self._x(end), dots, room, start > 50
        )

    @property
    def meetings(self) -> list[Meeting]:
        """Every touch with its place."""
        rows = {lane.track.name: lane.y for lane in self.lanes}
        return [
            Meeting(each, self._x(each.moment), rows[each.first], rows[each.second])
            for each in self.touches
        ]


def _moments(track: Track) -> Iterator[datetime]:
    yield track.start
    if track.end:
        yield track.end
    yield from (deadline.moment for deadline in track.deadlines)


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        if month >= first:
            yield month
        # no term: a step into the next month
        month = (month + timedelta(days=32)).replace(day=1)


def _midnight(day: date, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=local(now).tzinfo)


def _month(month: date, every: int) -> str:
    if every >= 12:
        return str(month.year)
    return date_format(month, "M Y" if month.month == 1 else "M")


def _anchor(percent: float) -> str:
    if percent < HALF_LABEL:
        return "start"
    return "end" if percent > 100 - HALF_LABEL else "middle"
