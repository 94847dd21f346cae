# SPDX-License-Identifier: EUPL-1.2
"""Two days that differ only in the hours of the reporters leave the same rows behind.

Whatever is stored, in whichever order, can then tell nobody when on its day a reporter came.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from ketenzicht.core.declaration import hooks
from ketenzicht.intake import services as intake
from ketenzicht.intake.models import Report
from ketenzicht.intake.services import escalation
from ketenzicht.intake.views import throttle
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.accounts import World, make_world
from tests.factories.intake import again, make_report, make_submission, stored, triager
from tests.promises.answers import undone

pytestmark = pytest.mark.django_db
DAWN = datetime(2026, 11, 18, 7, 0, tzinfo=UTC)
#: Whatever is drawn by lot is the same to whoever looks for an order.
LOT = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{16,}")
Act = Callable[[datetime], object]
Hours = dict[str, str]
EARLY: Hours = {"danger": "08:07", "later": "09:31", "word": "07:18", "second": "10:33"}
LATE: Hours = {"danger": "13:52", "later": "07:44", "word": "12:13", "second": "08:58"}
ROUNDS = [DAWN + timedelta(minutes=20) * step for step in range(24)]
APPS = {"accounts", "audit", "core", "intake", "vault", "work"}


def at(hour: str) -> datetime:
    hours, minutes = hour.split(":")
    return DAWN.replace(hour=int(hours), minute=int(minutes), second=41)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def sweep(now: datetime) -> None:
    for app, run in hooks("sweep"):
        if app.rpartition(".")[2] in APPS:
            run(now=now)


def acts(world: World, hours: Hours) -> list[tuple[datetime, Act]]:
    """A day: rounds of the sweep, acts of members at their hours, reporters at these."""
    set_clock(DAWN)
    asked = make_submission()
    intake.receive_report(submission=asked, now=DAWN - timedelta(days=2))
    elsewhere = make_report(DAWN - timedelta(days=2))
    question = {"report_id": stored(asked).pk, "text": "Waar?", "version": 1}
    intake.ask_reporter(actor=triager(world.shop), now=DAWN - timedelta(days=1), **question)

    def refer(now: datetime) -> None:
        intake.offer_referral(
            actor=triager(world.shop),
            report_id=elsewhere.pk,
            version=again(elsewhere).version,
            receiver_id=world.police.organisation.pk,
            question="Willen jullie dit oppakken?",
            now=now,
        )

    def receive(haste: str) -> Act:
        return lambda now: intake.receive_report(submission=make_submission(haste=haste), now=now)

    def counted(now: datetime) -> None:
        throttle.tried("send:192.0.2.7", window=throttle.HOUR, now=now)

    return [
        *((moment, sweep) for moment in ROUNDS),
        (at("09:03"), refer),
        (at(hours["danger"]), receive("now")),
        (at(hours["later"]), receive("later")),
        (at(hours["second"]), receive("today")),
        (at(hours["word"]), lambda now: intake.write_on(code=asked.code, text="Daar", now=now)),
        (at(hours["danger"]), counted),
    ]


def rows() -> dict[str, list[str]]:
    """Every row of every table, in the order in which the database itself kept them."""
    with connection.cursor() as cursor:
        return {table: _rows_of(cursor, table) for table in _tables(cursor)}


def _tables(cursor: object) -> list[str]:
    named = connection.introspection.table_names(cursor)
    return [*named, *(["sqlite_sequence"] if connection.vendor == "sqlite" else [])]


def _rows_of(cursor, table: str) -> list[str]:
    ordered = connection.vendor == "sqlite" and _has_an_order(cursor, table)
    cursor.execute(f'SELECT * FROM "{table}"' + (" ORDER BY rowid" if ordered else ""))
    found = ["|".join(_cell(value) for value in row) for row in cursor.fetchall()]
    return found if ordered else sorted(found)


def _has_an_order(cursor, table: str) -> bool:
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
    found = cursor.fetchone()
    return not found or "WITHOUT ROWID" not in (found[0] or "")


def _cell(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return "·"
    if isinstance(value, int) and value > 2**40:
        return "·"
    return LOT.sub("·", str(value))


def day(world: World, hours: Hours, home: Path, settings) -> dict[str, list[str]]:
    """Live through a day, look at what it left, and undo it."""
    home.mkdir()
    with connection.cursor() as cursor:  # what is undone leaves its numbers used up
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
    settings.KETENZICHT_HOME = home
    with undone():
        for moment, act in sorted(acts(world, hours), key=lambda each: each[0]):
            set_clock(moment)
            act(moment)
        found = rows()
    files = [path for path in sorted(home.rglob("*")) if path.is_file()]
    return {**found, **{path.name: LOT.sub("·", path.read_text()).splitlines() for path in files}}


def differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        table: sorted(set(one[table]) ^ set(other[table])) or ["in another order"]
        for table in sorted({*one, *other})
        if one.get(table) != other.get(table)
    }


def test_no_row_tells_when_on_its_day_a_reporter_came(world: World, tmp_path: Path, settings):
    early = day(world, EARLY, tmp_path / "early", settings)
    late = day(world, LATE, tmp_path / "late", settings)
    assert len(early["intake_report"]) == 5
    assert any("forwarded" in row for row in early["core_message"])
    assert differing(early, late) == {}


def test_one_stamp_of_the_minute_would_be_seen(world, tmp_path, settings, monkeypatch):
    """The control: what time asks about a report keeps the minute again."""
    monkeypatch.setattr(escalation, "midnight", lambda _day: datetime.fromisoformat(str(CLOCK[0])))
    CLOCK[:] = [at("08:20")]
    early = day(world, EARLY, tmp_path / "early", settings)
    CLOCK[:] = [at("14:00")]
    late = day(world, LATE, tmp_path / "late", settings)
    assert {"intake_report", "intake_reportstep"} <= differing(early, late).keys()


CLOCK: list[datetime] = []


def test_danger_now_reaches_both_desks_with_the_first_round(world: World):
    make_report(at("13:52"), haste="now")
    sweep(at("13:53"))
    report = Report.objects.whole_table(why="a test looks at what was stored").get()
    assert report.escalated_at is not None
    assert report.escalated_at.astimezone(UTC) == datetime(2026, 11, 17, 23, 0, tzinfo=UTC)
