# SPDX-License-Identifier: EUPL-1.2
"""Notices are queued with the act they are about, and sent after it.

The row is written in the caller's transaction: no mail about what did not happen, and no act whose
mail got lost. A crash between sending and noting sends twice, which is better than not at all.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import send_mail
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.errors import Sentence
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.mail.models import Bounce, Notice
from ketenzicht.mail.selectors import refused_often
from ketenzicht.mail.states import FAULTS_OF_ADDRESS, MAIL, OUTBOX, Reader, ReaderOf, Reason

SUBJECT: Sentence = _("Something is waiting for you")
BODY: Sentence = _(
    "Something is waiting for you in Ketenzicht. Sign in to see it. "
    "This message holds no details, on purpose."
)
CODE_SUBJECT: Sentence = _("Your code for Ketenzicht")
# rests on nothing: how long a code of the sign-in lasts
CODE_BODY: Sentence = _(
    "Your code is %(code)s. Type it in Ketenzicht, within an hour. "
    "If you did not ask for a code, you need not do anything."
)

FIRST_WAIT = timedelta(minutes=1)  # no term: before mail is tried again
LONGEST_WAIT = timedelta(hours=6)  # no term: before mail is tried again
KEPT = timedelta(days=14)  # no term: of mail that went out
CHUNK = 200


def notify_member(member_id: UUID, reason: Reason, *, now: datetime) -> Notice:
    """Queue a notice for a member; who reads it is asked when it is sent."""
    return Notice.objects.create(member=member_id, reason=_known(reason), queued=now, due=now)


def notify_member_undated(member_id: UUID, reason: Reason, *, day: date) -> None:
    """Queue a notice about an act of which no hour may be kept; it goes at the next sending.

    One that still has to go stands for all: whoever writes ten times fills no mailbox.
    """
    moment = midnight(day)
    waiting = Notice.objects.filter(
        member=member_id, reason=_known(reason), undated=True, sent__isnull=True
    )
    if not waiting.exists():
        Notice.objects.create(
            member=member_id, reason=_known(reason), queued=moment, due=moment, undated=True
        )


def notify_address(address: str, language: str, reason: Reason, *, now: datetime) -> Notice:
    """Queue a notice for one address, whoever reads there."""
    return Notice.objects.create(
        recipient=address, language=language, reason=_known(reason), queued=now, due=now
    )


def send_code(address: str, language: str, code: str) -> bool:
    """Send a code that proves an address, at once; it is kept nowhere. Tells whether it went."""
    with override(language):
        subject, body = str(CODE_SUBJECT), str(CODE_BODY) % {"code": code}
    try:
        send_mail(subject, body, None, [address])
    except (SMTPException, OSError):
        return False
    return True


def send_due(*, reader_of: ReaderOf, now: datetime) -> int:
    """Send what is due; two senders at once do not send the same notice."""
    due = Notice.objects.filter(sent__isnull=True, due__lte=now).order_by("due", "pk")
    sent, tried, undated = 0, False, set[UUID]()
    while chunk := list(due.exclude(pk__in=undated)[:CHUNK]):
        # One without an hour stays due until it went; in one round it is tried once.
        undated |= {notice.pk for notice in chunk if notice.undated}
        sent += sum(_send(notice, reader_of, now) for notice in chunk if _claim(notice, now))
        tried = True
    if tried:
        with act():
            touch(MAIL, OUTBOX, now=now, by="sending")
    return sent


@act()
def sweep(*, now: datetime) -> int:
    """Forget notices that went long ago, and those to one address that never took them."""
    old = Q(sent__lt=now - KEPT) | Q(sent=None, member=None, queued__lt=now - KEPT)
    gone, _rows = Notice.objects.filter(old).delete()
    if gone:
        touch(MAIL, OUTBOX, now=now, by="forgotten")
    return gone


@act()
def address_corrected(reader_id: UUID, member_ids: list[UUID], *, now: datetime) -> None:
    """Somebody has another address: what was refused goes again, and is no longer held against."""
    Bounce.objects.filter(reader=reader_id).delete()
    waiting = Notice.objects.filter(member__in=member_ids, sent__isnull=True)
    waiting.filter(undated=False).update(due=now, attempts=0, fault="")
    touch(MAIL, OUTBOX, now=now, by="address-corrected")


def _known(reason: Reason) -> str:
    # A sentence of a case would fit the column as well; only a declared reason is let in.
    if not isinstance(reason, Reason):
        raise ValueError(f"{reason!r} is no declared reason to send a notice")
    return reason.value


def _claim(notice: Notice, now: datetime) -> bool:
    if notice.undated:
        return _claim_undated(notice)
    # Claiming moves the due date, so a sender that dies leaves the notice to be tried again,
    # and no lock is held while the mail server takes its time.
    wait = min(FIRST_WAIT * 2**notice.attempts, LONGEST_WAIT)
    same = Notice.objects.filter(pk=notice.pk, sent__isnull=True, due=notice.due)
    return same.update(due=now + wait, attempts=F("attempts") + 1) == 1


def _claim_undated(notice: Notice) -> bool:
    # Neither a later due date nor a number of tries, from which the hour could be worked back:
    # until it went it is tried at every sending, and two senders at once may both send it then.
    if notice.attempts:
        return True
    fresh = Notice.objects.filter(pk=notice.pk, sent__isnull=True, attempts=0)
    return fresh.update(attempts=1) == 1


def _send(notice: Notice, reader_of: ReaderOf, now: datetime) -> bool:
    reader = _reader(notice, reader_of, now)
    if reader is None:
        Notice.objects.filter(pk=notice.pk).delete()
        return False
    with override(reader.language):
        subject, body = str(SUBJECT), str(BODY)
    try:
        send_mail(subject, body, None, [reader.address])
    except (SMTPException, OSError) as fault:
        _failed(notice, reader, type(fault).__name__, now)
        return False
    _arrived(notice, reader, now)
    return True


@act()
def _failed(notice: Notice, reader: Reader, fault: str, now: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).update(fault=fault)
    if notice.member is None or fault not in FAULTS_OF_ADDRESS:
        return
    if notice.undated and notice.attempts and not _day_is_over(notice, now):
        return
    moment = _moment(notice, now)
    Bounce.objects.get_or_create(reader=reader.id, defaults={"since": moment, "fault": fault})
    Bounce.objects.filter(reader=reader.id).update(refused=F("refused") + 1, fault=fault)
    if notice.undated and _day_is_over(notice, now):
        _refused_for_a_day(reader, now)
    _touch(reader, moment, "refused")


def _day_is_over(notice: Notice, now: datetime) -> bool:
    return notice.queued < midnight(local_date(now))


def _refused_for_a_day(reader: Reader, now: datetime) -> None:
    # Its tries are not counted, so what is refused on a later day counts as often enough.
    many = refused_often(now)
    Bounce.objects.filter(reader=reader.id, refused__lt=many).update(refused=many)


@act()
def _arrived(notice: Notice, reader: Reader, now: datetime) -> None:
    row = Notice.objects.filter(pk=notice.pk)
    if notice.undated:
        row.delete()
    else:
        row.update(sent=now, fault="")
    if Bounce.objects.filter(reader=reader.id).delete()[0]:
        _touch(reader, _moment(notice, now), "arrived")


def _moment(notice: Notice, now: datetime) -> datetime:
    """When it was, as far as that may be kept."""
    return notice.queued if notice.undated else now


def _touch(reader: Reader, moment: datetime, by: str) -> None:
    for thing, key in reader.things:
        touch(thing, key, now=moment, by=by)


def _reader(notice: Notice, reader_of: ReaderOf, now: datetime) -> Reader | None:
    if notice.member is None:
        return Reader(notice.pk, notice.recipient, notice.language)
    return reader_of(notice.member, now)
