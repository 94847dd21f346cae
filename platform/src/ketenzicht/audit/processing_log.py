# SPDX-License-Identifier: EUPL-1.2
"""The log of processings, held by the chains: the row of an act carries a fingerprint of its log.

A chain of its own would be a second lock for every look. The audit row of the same operation is
written in the same transaction and has a MAC already, so it holds what the log says of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import Max

from ketenzicht.audit.chain import CHAINS, Chain, written
from ketenzicht.audit.models import Entry, Processing, UnnamedEntry
from ketenzicht.core import clock
from ketenzicht.core.crypto import Key, digest, seal_for

NAME = "processing"
#: Where the row of an act keeps the fingerprint of its log.
HELD = "log"
BATCH = 1000
_COLUMNS = [field.attname for field in Processing._meta.concrete_fields if field.name != "id"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One processing, as trace standards name it."""

    trace_id: str
    operation_id: str
    name: str
    activity_id: str
    start_time: datetime


def rows_of(
    operation: Operation, subject_ids: Iterable[UUID | str], status: str
) -> list[Processing]:
    """What the log says of an operation: a row per person, or one without."""
    return [
        Processing(
            trace_id=operation.trace_id,
            operation_id=operation.operation_id,
            status_code=status,
            name=operation.name,
            start_time=operation.start_time,
            end_time=clock.now(),
            activity_id=operation.activity_id,
            subject_id=_closed(subject, operation),
            subject_type="pseudonym" if subject else "",
        )
        for subject in (list(subject_ids) or [""])
    ]


def fingerprint(rows: Iterable[Processing]) -> str:
    """What the chain keeps of these rows; their order does not count."""
    return digest("processings", *sorted(_fingerprint(row) for row in rows)).hex()


def faults() -> Iterator[tuple[int, str]]:
    """Everything in the log that the chains do not hold: at which row of a chain, and what."""
    last = Processing.objects.aggregate(last=Max("id"))["last"] or 0
    try:
        for chain in CHAINS:
            yield from _differences(chain)
    except (DatabaseError, ValidationError, TypeError, ValueError) as fault:
        yield 0, f"a row cannot be read ({type(fault).__name__})"
        return
    strangers = Processing.objects.filter(id__lte=last)
    for model in (Entry, UnnamedEntry):
        strangers = strangers.exclude(operation_id__in=model._default_manager.values("operation"))
    if many := strangers.count():
        yield 0, f"{many} rows belong to no row of the audit"


def _differences(chain: Chain) -> Iterator[tuple[int, str]]:
    for held in _held(chain):
        found = defaultdict(list)
        for row in Processing.objects.filter(operation_id__in=[name for name, _ in held]):
            found[row.operation_id].append(row)
        for (operation, print_), number in held.items():
            if fingerprint(found[operation]) != print_:
                yield number, "the processing of this row was changed, taken out or added to"


def _held(chain: Chain) -> Iterator[dict[tuple[str, str], int]]:
    """What a chain says of the log, in batches: operation and fingerprint, and at which row."""
    rows, last = chain.rows().filter(detail__contains=f'"{HELD}":'), 0
    while batch := list(rows.filter(number__gt=last)[:BATCH].values_list(*_HOLDS)):
        yield {
            (operation, str(json.loads(detail)[HELD])): number
            for number, operation, detail in batch
        }
        last = batch[-1][0]


_HOLDS = ("number", "operation", "detail")


def _fingerprint(row: Processing) -> bytes:
    return digest("processing", *(written(getattr(row, name)) for name in _COLUMNS))


def _closed(subject: UUID | str, operation: Operation) -> bytes | None:
    if not subject:
        return None
    return seal_for(Key.SUBJECTS, str(subject).encode(), place=("subject", operation.operation_id))
