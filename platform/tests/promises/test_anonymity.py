# SPDX-License-Identifier: EUPL-1.2
"""Anonymous stays anonymous: of a reporter's device, way and hour no byte is kept anywhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail as mailbox
from django.db import connection
from django.test import Client
from django.urls import reverse

from ketenzicht.accounts.models import Organisation
from ketenzicht.accounts.tasks import sweep as mail_sweep
from ketenzicht.core.models import Remembered
from ketenzicht.intake import services
from ketenzicht.intake.models import Report
from ketenzicht.intake.tasks import sweep as intake_sweep
from ketenzicht.mail import services as mail
from ketenzicht.mail.models import Notice
from ketenzicht.surfaces.testing_clock import set_clock
from tests.accounts.signed_in import PASSWORD, make_real
from tests.factories.accounts import World, make_world
from tests.factories.intake import make_report
from tests.intake.test_public_pages import WHOLE, code_on, fill, page, reports, url
from tests.promises.test_at_rest import stored
from tests.promises.test_hours import sweep

pytestmark = pytest.mark.django_db(transaction=True)

#: What a browser and a network tell about somebody, each unmistakable.
DEVICE = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "198.51.100.201",
    "HTTP_USER_AGENT": "Kanariebrowser/7.31 (ApparaatVanIemand)",
    "HTTP_REFERER": "https://verwijzer-kanarie.example/zoek",
    "HTTP_ACCEPT_LANGUAGE": "nl-SR,nl;q=0.3",
}
#: A moment with digits that nothing else has; the hour in UTC and in Amsterdam.
MOMENT = datetime(2026, 11, 18, 3, 47, 13, 271828, tzinfo=UTC)
HOUR = ("03:47:13", "04:47:13", "271828")
#: The minutes in which it came and was found, in UTC and in Amsterdam.
MINUTES = [f"{hour}:{minute}" for hour in ("03", "04") for minute in (47, 48, 49)]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def traces(found: bytes) -> set[str]:
    """Which of the sentinels are in these bytes."""
    wanted = [*DEVICE.values(), "nl-SR", *HOUR]
    return {text for text in wanted if text.encode() in found}


def report_and_come_back() -> str:
    """A whole visit: pages, a report, wrong codes until it is enough, the talk, writing on."""
    visitor = Client(**DEVICE)
    visitor.get("/")
    visitor.get("/bestaat-niet/")
    fill(visitor, WHOLE)
    visitor.post(url("check"))
    code = code_on(page(visitor, "receipt"))
    visitor.post(url("done"))
    for _ in range(3):
        visitor.post(url("come-back"), {"code": "5724 0000 0000 0000 0000"})
    visitor.post(url("come-back"), {"code": code})
    page(visitor, "messages")
    visitor.post(url("messages"), {"text": "Het was gisteren weer zo."})
    visitor.post(url("leaving"))
    return code


def test_nothing_of_a_reporters_device_or_hour_is_stored_or_logged(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level("DEBUG")
    set_clock(MOMENT)
    code = report_and_come_back()
    assert reports() == 1
    output = capfd.readouterr()
    kept = stored() + "\n".join([caplog.text, output.out, output.err]).encode()
    assert traces(kept) == set()
    assert code.encode() not in kept


def test_the_mail_that_tells_the_desk_keeps_no_hour_either(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    set_clock(MOMENT)
    report_and_come_back()
    assert Notice.objects.filter(undated=True).exists()

    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(mail, "send_mail", refuse)
        assert mail_sweep(MOMENT)["sent"] == 0
        assert traces(stored()) == set()
    assert mail_sweep(MOMENT)["sent"] > 0
    assert traces(stored()) == set()


def test_danger_now_and_the_rounds_after_it_keep_no_minute(
    world: World, capfd: pytest.CaptureFixture[str], tmp_path: Path
):
    sweep(MOMENT - timedelta(hours=2))
    set_clock(MOMENT)
    make_report(MOMENT, haste="now")
    for later in (20, 80, 140):
        set_clock(MOMENT + timedelta(seconds=later))
        sweep(MOMENT + timedelta(seconds=later))
    report = Report.objects.whole_table(why="a test looks at what was stored").get()
    assert report.escalated_at is not None
    assert len(mailbox.outbox) >= 2
    kept = stored() + copy_of_the_database(tmp_path) + "".join(capfd.readouterr()).encode()
    assert [minute for minute in MINUTES if minute.encode() in kept] == []
    # The control: one stamp of the minute, and the same search finds it.
    Report.objects.whole_table(why="a test plants a stamp").update(escalated_at=MOMENT)
    assert "03:47" in [minute for minute in MINUTES if minute.encode() in stored()]


def copy_of_the_database(folder: Path) -> bytes:
    """The bytes of a backup as it is made."""
    if connection.vendor != "sqlite":
        return b""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "copy.db")])
    return (folder / "copy.db").read_bytes()


def test_a_report_that_wakes_where_nobody_answers_moves_without_its_hour(world: World):
    code = report_and_come_back()
    rows = Report.objects.whole_table(why="a test looks at what was stored")
    rows.update(state="closed", silence="danger", closed_on=MOMENT.date())
    Organisation.objects.filter(pk=world.shop.organisation.pk).update(standing="suspended")
    set_clock(MOMENT)
    services.write_on(code=code, text="Zij is er weer", now=MOMENT)
    assert intake_sweep(MOMENT)["reports moved"] == 1
    mail_sweep(MOMENT)
    assert rows.get().holder_id == world.comensha.organisation.pk
    assert traces(stored()) == set()


def test_our_own_mistake_tells_nothing_of_the_reporter_either(
    world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    def broken(**told: object) -> None:
        raise RuntimeError(f"{DEVICE['REMOTE_ADDR']} {told}")

    monkeypatch.setattr(services, "receive_report", broken)
    visitor = Client(raise_request_exception=False, **DEVICE)
    fill(visitor, WHOLE)
    assert visitor.post(url("check")).status_code == 500
    told = "".join(capfd.readouterr())
    assert "RuntimeError" in told
    assert traces(told.encode()) == set()
    assert "Stationsweg" not in told


def test_where_a_member_is_signed_in_lies_closed_as_well(world: World):
    set_clock(MOMENT)
    member = make_real(world.shop["zorgcoordinator"])
    form = {"login": member.user.email, "password": PASSWORD}
    Client(**DEVICE).post(reverse("account_login"), form)
    assert not traces(stored()) & {DEVICE["HTTP_USER_AGENT"], DEVICE["REMOTE_ADDR"]}


def test_the_same_search_does_find_what_is_kept_open(db: None):
    """The control: a row that holds a browser, an address and a moment."""
    kept = f"{DEVICE['HTTP_USER_AGENT']} {DEVICE['REMOTE_ADDR']} {MOMENT.isoformat()}"
    Remembered.objects.create(key=b"a browser", value=kept, expires=MOMENT)
    assert traces(stored()) >= {DEVICE["HTTP_USER_AGENT"], DEVICE["REMOTE_ADDR"], "271828"}
