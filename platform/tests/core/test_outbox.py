# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from ketenzicht.core import outbox
from ketenzicht.core.models import Message

pytestmark = pytest.mark.django_db
TO = "iemand@voorbeeld.example"


def test_a_queued_mail_goes_once(now):
    outbox.enqueue("case", TO, "hand-over-offered", now=now)
    assert (outbox.send_due(now=now), outbox.send_due(now=now)) == (1, 0)
    assert [message.to for message in mail.outbox] == [[TO]]


def test_no_mail_about_what_did_not_happen(now):
    with transaction.atomic():
        outbox.enqueue("case", TO, now=now)
        transaction.set_rollback(True)
    assert outbox.send_due(now=now) == 0


def test_a_mail_that_could_not_go_is_tried_again_and_later_each_time(now, monkeypatch, settings):
    outbox.enqueue("case", TO, now=now)
    waits = []
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for _ in range(3):
        assert outbox.send_due(now=now) == 0
        message = Message.objects.get()
        waits.append(message.due - now)
        now = message.due
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert message.fault == "ConnectionRefusedError"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_due(now=now) == 1


def test_two_senders_at_once_send_one_mail(now):
    outbox.enqueue("case", TO, now=now)
    message = Message.objects.get()
    assert [outbox._claim(message, now) for _ in range(2)] == [True, False]


def test_a_mail_says_only_fixed_words(now):
    with pytest.raises(ValueError, match="no subject of the outbox"):
        outbox.enqueue("case", TO, "Mirela wacht op antwoord", now=now)
    for key in outbox.REASONS:
        outbox.enqueue("case", TO, key, now=now)
    outbox.send_due(now=now)
    assert len({(message.subject, message.body) for message in mail.outbox}) == 1
