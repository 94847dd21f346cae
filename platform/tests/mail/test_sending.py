# SPDX-License-Identifier: EUPL-1.2
"""A notice goes once, to who reads it now, in their language; a refusal is kept per person."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from ketenzicht.mail import selectors, services
from ketenzicht.mail.models import Bounce, Notice
from ketenzicht.mail.states import Reader, Reason

pytestmark = pytest.mark.django_db
TO = "iemand@voorbeeld.example"
SOMEBODY = uuid4()


class Why(Reason):
    WAITING = "waiting"
    OTHER = "other"


def nobody(_member: UUID, _now: datetime) -> None:
    return None


def in_dutch(member: UUID, _now: datetime) -> Reader:
    return Reader(member, TO, "nl")


def in_english(member: UUID, _now: datetime) -> Reader:
    return Reader(member, TO, "en")


def send(now: datetime, reader_of=in_dutch) -> int:
    return services.send_due(reader_of=reader_of, now=now)


class RefusingBackend(EmailBackend):
    """A mail server that knows nobody."""

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        raise SMTPRecipientsRefused({to: (550, b"") for one in messages for to in one.to})


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"


def refuse_times(times: int, now: datetime) -> datetime:
    for _ in range(times):
        assert send(now) == 0
        now = Notice.objects.get().due
    return now


# -- going out -------------------------------------------------------------------------------


def test_a_queued_notice_goes_once(now):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    assert (send(now), send(now)) == (1, 0)
    assert [message.to for message in mail.outbox] == [[TO]]


def test_many_notices_go_in_chunks(now, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 3)
    for _ in range(10):
        services.notify_member(SOMEBODY, Why.WAITING, now=now)
    assert send(now) == 10


def test_no_mail_about_what_did_not_happen(now):
    with transaction.atomic():
        services.notify_member(SOMEBODY, Why.WAITING, now=now)
        transaction.set_rollback(True)
    assert send(now) == 0


def test_two_senders_at_once_send_one_mail(now):
    notice = services.notify_member(SOMEBODY, Why.WAITING, now=now)
    assert [services._claim(notice, now) for _ in range(2)] == [True, False]


def test_a_mail_says_only_fixed_words(now):
    with pytest.raises(ValueError, match="no declared reason"):
        services.notify_member(SOMEBODY, "Mirela wacht op antwoord", now=now)
    for reason in Why:
        services.notify_member(SOMEBODY, reason, now=now)
    send(now)
    assert len({(message.subject, message.body) for message in mail.outbox}) == 1


def test_a_notice_is_in_the_language_of_its_reader(now):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    send(now, in_english)
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    send(now, in_dutch)
    services.notify_address(TO, "en", Why.WAITING, now=now)
    send(now, nobody)
    assert [message.subject for message in mail.outbox] == [
        "Something is waiting for you",
        "Er wacht iets op je",
        "Something is waiting for you",
    ]


def test_who_reads_it_is_asked_at_sending(now):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    assert send(now, nobody) == 0
    assert (Notice.objects.count(), mail.outbox) == (0, [])


# -- what does not arrive --------------------------------------------------------------------


def test_a_mail_that_could_not_go_is_tried_again_and_later_each_time(now, settings):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    waits = []
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for _ in range(3):
        assert send(now) == 0
        notice = Notice.objects.get()
        waits.append(notice.due - now)
        now = notice.due
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert (notice.fault, Bounce.objects.count()) == ("ConnectionRefusedError", 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(now) == 1


def test_after_so_many_refusals_it_is_known_whose_address_is_wrong(now, refusing):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    late = refuse_times(5, now)
    assert selectors.refused_readers(late) == {}
    late = refuse_times(1, late)
    assert selectors.refused_readers(late) == {SOMEBODY: now}


def test_a_mail_that_arrives_ends_it(now, refusing, settings):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    late = refuse_times(6, now)
    assert selectors.refused_readers(late + timedelta(days=60)) == {SOMEBODY: now}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(late) == 1
    assert selectors.refused_readers(late) == {}


def test_another_address_ends_it_and_what_waits_goes_at_once(now, refusing, settings):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    late = refuse_times(8, now) - timedelta(minutes=30)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(late) == 0
    services.address_corrected(SOMEBODY, [SOMEBODY], now=late)
    assert selectors.refused_readers(late) == {}
    assert send(late) == 1


def test_an_address_that_refuses_mail_about_a_reporter_for_a_day_is_wrong(now, refusing, settings):
    """Of such mail no tries are counted, and it would be refused without anybody hearing."""
    services.notify_member_undated(SOMEBODY, Why.WAITING, day=now.date())
    for _round in range(9):
        assert send(now) == 0
    assert selectors.refused_readers(now) == {}
    tomorrow = now + timedelta(days=1)
    assert send(tomorrow) == 0
    assert selectors.refused_readers(tomorrow) == {SOMEBODY: Notice.objects.get().queued}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(tomorrow) == 1
    assert selectors.refused_readers(tomorrow) == {}


def test_a_mail_server_that_is_away_is_no_fault_of_an_address(now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    late = refuse_times(5, now)
    assert selectors.stuck_since(late) is None
    late = refuse_times(1, late)
    assert (selectors.stuck_since(late), selectors.refused_readers(late)) == (now, {})
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(late)
    assert selectors.stuck_since(late) is None


def test_one_refused_address_does_not_say_that_no_mail_goes_out(now, refusing):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    assert selectors.stuck_since(refuse_times(9, now)) is None


def test_old_notices_are_forgotten_but_not_what_a_member_still_waits_for(now):
    services.notify_member(SOMEBODY, Why.WAITING, now=now)
    send(now)
    kept = services.notify_member(SOMEBODY, Why.WAITING, now=now)
    services.notify_address(TO, "nl", Why.WAITING, now=now)
    assert services.sweep(now=now + timedelta(days=15)) == 2
    assert list(Notice.objects.all()) == [kept]
