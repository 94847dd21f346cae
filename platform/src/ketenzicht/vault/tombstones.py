# SPDX-License-Identifier: EUPL-1.2
"""Tombstones in the database and in a file beside it.

The file only grows and is no part of a database backup. Restoring a backup from before a
shredding brings the keys back for a moment; replaying the tombstones takes them away again
before anything is served.
"""

import json
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from ketenzicht import reference
from ketenzicht.core.clock import local_date, now
from ketenzicht.vault.models import CodeKey, Tombstone, WrappedKey
from ketenzicht.vault.row_level_security import every_key


def register_file() -> Path:
    """The file of tombstones, outside the database and its backups."""
    return Path(settings.KETENZICHT_HOME) / "tombstones.jsonl"


def drop_keys(envelope_ids: Iterable[UUID]) -> int:
    """Delete every sealed key of these envelopes."""
    wanted = list(envelope_ids)
    with every_key():
        dropped, _ = WrappedKey.objects.filter(envelope__in=wanted).delete()
    by_code, _ = CodeKey.objects.filter(envelope__in=wanted).delete()
    return dropped + by_code


def finish(stone: Tombstone) -> None:
    """After the commit: note the tombstone outside the database, and empty the journal."""
    _append([stone])
    empty_the_journal()


class TooManyCameBack(ImproperlyConfigured):
    """More would be shredded again than anybody expects; a person has to say that it is right."""

    def __init__(self, many: int) -> None:
        super().__init__(
            f"{many} envelopes that were shredded can open, more than is usual. Nothing was done. "
            "After restoring an older backup that is right: run `ketenzicht vault "
            f"replay-tombstones --expected {many}`. Otherwise find out who wrote in "
            f"{register_file().name}."
        )


def replay(*, expected: int | None = None) -> int:
    """Shred what was shredded before; returns how many envelopes had come back to life.

    Raises `TooManyCameBack` when that are more than `expected`, or than the number in the rules:
    the file of tombstones could otherwise be used to shred everything.
    """
    noted, most = _noted(), _usual() if expected is None else expected
    with transaction.atomic():
        known = set(Tombstone.objects.values_list("envelope_id", flat=True))
        Tombstone.objects.bulk_create(
            [stone for envelope_id, stone in noted.items() if envelope_id not in known],
            batch_size=500,
        )
        risen = _with_keys()
        if len(risen) > most:
            raise TooManyCameBack(len(risen))
        drop_keys(risen)
    _append([stone for stone in Tombstone.objects.all() if stone.envelope_id not in noted])
    if risen:
        empty_the_journal()
    return len(risen)


def _usual() -> int:
    return reference.threshold("shredded_again", local_date(now()))


def refuse_what_came_back() -> None:
    """Raise when something that was shredded could open again; for who may not shred."""
    buried = Tombstone.objects.values("envelope_id")
    unknown = set(_noted()) - set(buried.values_list("envelope_id", flat=True))
    if unknown or CodeKey.objects.filter(envelope__in=buried).exists():
        raise ImproperlyConfigured(
            "What was shredded came back with an older database. Run `ketenzicht vault "
            "replay-tombstones` as the worker, and start again."
        )


def empty_the_journal() -> None:
    """Have the database forget old page images, so that a dropped key leaves no copy there."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _with_keys() -> list[UUID]:
    buried = Tombstone.objects.values("envelope_id")
    sealed = WrappedKey.objects.filter(envelope__in=buried).values_list("envelope_id", flat=True)
    by_code = CodeKey.objects.filter(envelope__in=buried).values_list("envelope_id", flat=True)
    with every_key():
        return sorted({*sealed, *by_code})


def _noted() -> dict[UUID, Tombstone]:
    try:
        lines = register_file().read_text("ascii").splitlines()
    except FileNotFoundError:
        return {}
    stones = (_stone(line) for line in lines if line.endswith("}"))
    return {stone.envelope_id: stone for stone in stones}


def _stone(line: str) -> Tombstone:
    row = json.loads(line)
    return Tombstone(
        envelope_id=UUID(row["safe"]),
        reason=row["reason"],
        buried=date.fromisoformat(row["buried"]),
    )


def _append(stones: Iterable[Tombstone]) -> None:
    lines = [
        json.dumps({"safe": str(one.envelope_id), "reason": one.reason, "buried": str(one.buried)})
        for one in stones
    ]
    if not lines:
        return
    handle = os.open(register_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        # A line cut short by a crash ends at this line break and is skipped when read.
        file.write("\n" + "\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
