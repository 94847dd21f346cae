# SPDX-License-Identifier: EUPL-1.2
"""Counting tries in the shared database, without keeping who tried.

A key is stored as a fingerprint that changes every day, in windows of a fixed grid. The row names
the day only, and goes with it: which window it was for stands in the fingerprint. Nothing leads
back to an address or a moment.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from django.db import DatabaseError, transaction
from django.db.models import F

from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.crypto import Key, keyed_hash
from ketenzicht.core.errors import Unavailable
from ketenzicht.core.models import Counter

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def allow(key: str, *, limit: int, window: timedelta, now: datetime) -> bool:
    """Count one try; False once there were more than `limit` in this window.

    It never fails open: without an answer from the shared store the try is refused as
    `Unavailable`.
    """
    return tried(key, window=window, now=now) <= limit


def tried(key: str, *, window: timedelta, now: datetime) -> int:
    """Count one try, and return how many there were in this window."""
    try:
        return _count(key, window, now)
    except DatabaseError as fault:
        raise Unavailable from fault


def tries(key: str, *, window: timedelta, now: datetime) -> int:
    """Return how many tries there were in this window, without counting one."""
    found = Counter.objects.filter(key=_fingerprint(key, window, now))
    return found.values_list("count", flat=True).first() or 0


def neighbourhood(address: str) -> str:
    """Return what counts as one connection: of IPv6 the whole subnet, which one visitor holds.

    A subscriber gets at least a /64 (RFC 6177); counting its addresses one by one would give as
    many tries as there are stars. What is no address counts as it is.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), 64), strict=False).network_address)


def sweep(*, now: datetime) -> int:
    """Forget the windows that are over."""
    gone, _ = Counter.objects.filter(window_end__lte=now).delete()
    return gone


def _count(key: str, window: timedelta, now: datetime) -> int:
    begins, ends = _days(window, now)
    fingerprint = _fingerprint(key, window, now)
    with transaction.atomic():
        counter, fresh = Counter.objects.select_for_update().get_or_create(
            key=fingerprint,
            defaults={"window_start": begins, "window_end": ends, "count": 1},
        )
        if fresh:
            sweep(now=now)
            return 1
        Counter.objects.filter(pk=fingerprint).update(count=F("count") + 1)
        return counter.count + 1


def _days(window: timedelta, now: datetime) -> tuple[datetime, datetime]:
    """The days that a window lies in, from their first moment to the last."""
    last = local_date(_start(window, now) + window - timedelta.resolution)
    # no term: the day after
    return midnight(local_date(now)), midnight(last + timedelta(days=1))


def _start(window: timedelta, now: datetime) -> datetime:
    return now - (now - _EPOCH) % window


def _fingerprint(key: str, window: timedelta, now: datetime) -> bytes:
    today = keyed_hash(Key.LIMITS, str(local_date(now)))
    start = _start(window, now).isoformat()
    return keyed_hash(today, key, start, int(window.total_seconds()))
