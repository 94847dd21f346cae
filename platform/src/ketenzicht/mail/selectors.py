# SPDX-License-Identifier: EUPL-1.2
"""Whether mail arrives: for each person, and at all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ketenzicht import reference
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.mail.models import Bounce, Notice
from ketenzicht.mail.states import FAULTS_OF_ADDRESS


def refused_readers(now: datetime) -> dict[UUID, datetime]:
    """Whose address is refused again and again, and since when."""
    rows = Bounce.objects.filter(refused__gte=refused_often(now))
    return dict(rows.values_list("reader", "since"))


def refused_often(now: datetime) -> int:
    """How many refusals say that an address is wrong."""
    return _many("refused_mails", now)


def stuck_since(now: datetime) -> datetime | None:
    """Since when mail does not go out at all, whoever it is for; nothing when it does."""
    many = _many("unsent_mails", now)
    # Of one without an hour the tries are not counted: it is stuck when its day is over.
    stuck = Q(attempts__gte=many) | Q(undated=True, queued__lt=midnight(local_date(now)))
    waiting = Notice.objects.filter(stuck, sent__isnull=True).exclude(fault__in=FAULTS_OF_ADDRESS)
    return waiting.order_by("queued").values_list("queued", flat=True).first()


def _many(code: str, now: datetime) -> int:
    return reference.threshold(code, local_date(now))
