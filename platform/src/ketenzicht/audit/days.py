# SPDX-License-Identifier: EUPL-1.2
"""Days of the audit without an order: each row has its own MAC, the day the sum of them.

A chain would say after which act of a member a reporter came. Here a row can be changed, taken out
or put in no more than there, because the sum and the number of rows of the day are sealed; but
nothing tells which of them was first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError, transaction

from ketenzicht.audit.models import DayEntry, DayHead
from ketenzicht.core.crypto import Key, keyed_hash, same
from ketenzicht.core.crypto.keys import Ring, ring

KEY = Key.AUDIT_PUBLIC_MAC
NAME = "day"
SIZE = 32
START = bytes(SIZE)
#: How long after a day its seal is still looked for, to be kept elsewhere.
LOOKED_BACK = timedelta(days=35)  # no term: of copies of a database
_COLUMNS = [field.attname for field in DayEntry._meta.concrete_fields if field.name != "mac"]


def append(on: date, **columns: Any) -> DayEntry:
    """Add one row to its day; call with nothing but what happened."""
    keys = ring(KEY)
    with transaction.atomic():
        head = _locked_head(on, keys)
        entry = DayEntry(on=on, key_version=keys.newest, **columns)
        entry.mac = mac_of(entry, keys)
        entry.save(force_insert=True)
        head.count, head.total = head.count + 1, _sum(bytes(head.total), entry.mac)
        head.key_version = keys.newest
        head.seal = seal_of(head, keys)
        head.save(force_update=True)
    return entry


def mac_of(entry: DayEntry, keys: Ring) -> bytes:
    """The MAC a row should have."""
    cells = [part for name in _COLUMNS for part in (name, str(getattr(entry, name)))]
    return keyed_hash(keys[entry.key_version], "day entry", *cells)


def seal_of(head: DayHead, keys: Ring) -> bytes:
    """The seal a day should have."""
    return keyed_hash(
        keys[head.key_version], "day head", str(head.on), head.count, bytes(head.total)
    )


def ended(today: date) -> Iterator[tuple[str, int, bytes]]:
    """The days that are over, each as a chain of its own: name, number of rows, sum."""
    over = DayHead.objects.filter(on__lt=today, on__gte=today - LOOKED_BACK)
    for head in over.order_by("on"):
        yield name_of(head.on), head.count, bytes(head.total)


def name_of(on: date) -> str:
    """What the kept head of a day is called."""
    return f"{NAME}:{on.isoformat()}"


def faults(kept: dict[str, tuple[int, bytes]]) -> Iterator[tuple[str, int, str]]:
    """Everything that does not fit: of which day, at how many rows, and what.

    `kept` are the numbers and sums of days that were exported before.
    """
    keys = ring(KEY)
    try:
        sums = _sums(keys)
        ends = {head.on: head for head in DayHead.objects.all()}
    except (DatabaseError, ValidationError, TypeError, ValueError) as fault:
        yield NAME, 0, f"a row cannot be read ({type(fault).__name__})"
        return
    for on in sorted({*sums, *ends}):
        count, total = sums.get(on, (0, START))
        if (head := ends.get(on)) is None:
            yield name_of(on), count, "the head is gone"
        elif not _sealed(head, keys):
            yield name_of(on), head.count, "the head was changed"
        elif (head.count, bytes(head.total)) != (count, total):
            yield name_of(on), count, f"a row was changed, or {head.count} should be there"
    for name, (number, mac) in sorted(kept.items()):
        count, total = sums.get(date.fromisoformat(name.removeprefix(f"{NAME}:")), (0, START))
        if count != number or not same(total, mac):
            yield name, number, "the day differs from a head that was kept"


def _sums(keys: Ring) -> dict[date, tuple[int, bytes]]:
    found: dict[date, tuple[int, bytes]] = {}
    for entry in DayEntry.objects.order_by().iterator():
        # What the row should say counts, and whether it says so.
        mac = bytes(entry.mac) if _fits(entry, keys) else START
        count, total = found.get(entry.on, (0, START))
        found[entry.on] = (count + 1, _sum(total, mac))
    return found


def _fits(entry: DayEntry, keys: Ring) -> bool:
    try:
        return same(mac_of(entry, keys), bytes(entry.mac))
    except (ImproperlyConfigured, TypeError, ValueError):
        # A cell of the wrong type or a key version that never was: changed, in any case.
        return False


def _sealed(head: DayHead, keys: Ring) -> bool:
    try:
        return same(seal_of(head, keys), bytes(head.seal))
    except (ImproperlyConfigured, TypeError, ValueError):
        return False


def _sum(total: bytes, mac: bytes) -> bytes:
    added = int.from_bytes(total, "big") + int.from_bytes(mac, "big")
    return (added % (1 << 8 * SIZE)).to_bytes(SIZE, "big")


def _locked_head(on: date, keys: Ring) -> DayHead:
    head = DayHead.objects.select_for_update().filter(on=on).first()
    if head is None:
        start = DayHead(on=on, count=0, total=START, key_version=keys.newest)
        columns = {"count": 0, "total": START, "key_version": keys.newest}
        DayHead.objects.get_or_create(on=on, defaults={**columns, "seal": seal_of(start, keys)})
        head = DayHead.objects.select_for_update().get(on=on)
    return head
