# SPDX-License-Identifier: EUPL-1.2
"""Mail that is queued with the business act and sent after it.

A message says that something waits in Ketenzicht, never what or about whom. The row is written
in the caller's transaction: no mail about what did not happen, and no act whose mail got lost.
A crash between sending and noting sends twice, which is better than not at all.
"""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ketenzicht.core import clock
from ketenzicht.core.errors import Sentence
from ketenzicht.core.models import Message

#: What a mail can be about; kept for the outbox, never said in the mail itself.
REASONS = frozenset(
    {
        "access-reviewed",
        "answer-overdue",
        "forwarded",
        "hand-over-answered",
        "hand-over-offered",
        "membership",
        "waiting",
    }
)
SUBJECT: Sentence = _("Something is waiting for you")
BODY: Sentence = _(
    "Something is waiting for you in Ketenzicht. Sign in to see it. "
    "This message holds no details, on purpose."
)

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
KEPT = timedelta(days=14)


def enqueue(
    kind: str, recipient: str, subject_key: str = "waiting", *, now: datetime | None = None
) -> None:
    """Queue a mail in the caller's transaction."""
    if subject_key not in REASONS:
        known = ", ".join(sorted(REASONS))
        raise ValueError(f"{subject_key!r} is no subject of the outbox; choose from {known}")
    moment = now or clock.now()
    Message.objects.create(
        kind=kind, recipient=recipient, subject_key=subject_key, queued=moment, due=moment
    )


def send_due(*, now: datetime, language: str = "nl") -> int:
    """Send what is due; two senders at once do not send the same message."""
    due = Message.objects.filter(sent__isnull=True, due__lte=now).order_by("due")
    claimed = (message for message in list(due) if _claim(message, now))
    return sum(_send(message, now, language) for message in claimed)


def sweep(*, now: datetime) -> int:
    """Forget messages that went long ago."""
    gone, _rows = Message.objects.filter(sent__lt=now - KEPT).delete()
    return gone


def _claim(message: Message, now: datetime) -> bool:
    # Claiming moves the due date, so a sender that dies leaves the message to be tried again,
    # and no lock is held while the mail server takes its time.
    wait = min(FIRST_WAIT * 2**message.attempts, LONGEST_WAIT)
    same = Message.objects.filter(pk=message.pk, sent__isnull=True, due=message.due)
    return same.update(due=now + wait, attempts=F("attempts") + 1) == 1


def _send(message: Message, now: datetime, language: str) -> bool:
    with override(language):
        subject = str(SUBJECT)
        body = str(BODY)
    try:
        send_mail(subject, body, None, [message.recipient])
    except (SMTPException, OSError) as fault:
        Message.objects.filter(pk=message.pk).update(fault=type(fault).__name__)
        return False
    Message.objects.filter(pk=message.pk).update(sent=now, fault="")
    return True
