# SPDX-License-Identifier: EUPL-1.2
"""Recording what was done or seen, before anybody gets to see it.

Rows take codes, counts and keys of records, never words somebody typed: a trace may not become
a second copy of the file.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction

from ketenzicht.audit import days
from ketenzicht.audit.chain import MEMBERS, UNNAMED, append
from ketenzicht.audit.models import Processing
from ketenzicht.audit.processing_log import HELD, NAME, Operation, fingerprint, rows_of
from ketenzicht.core import clock
from ketenzicht.core.crypto import random_hex
from ketenzicht.core.declaration import activity_of, kinds_without_order
from ketenzicht.core.errors import Unavailable
from ketenzicht.core.permissions import Actor

_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")
_operation: ContextVar[str] = ContextVar("operation", default="")


def record(
    *,
    actor: Actor | None,
    action: str,
    kind: str,
    id: UUID | str | None = None,  # noqa: A002  because the whole platform says id
    now: datetime,
    purpose: str = "",
    basis: str = "",
    outcome: str = "done",
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Record an act, in the caller's transaction when there is one; else committed at once.

    What processes somebody's data also stands in the processing log, under the same operation;
    what nobody signed in did stands there not at all, because that log keeps moments.
    """
    columns = {
        "action": str(action),
        "kind": kind,
        "object_id": "" if id is None else str(id),
        "purpose": str(purpose),
        "basis": str(basis),
        "outcome": str(outcome),
        "operation": _operation.get() or random_hex(8),
    }
    _refuse_words({**columns, **(detail or {})})
    activity = _activity(kind)
    logged = actor is not None and not _operation.get() and bool(activity)
    done = Operation(random_hex(16), columns["operation"], str(action), activity, now)
    try:
        log = rows_of(done, [] if id is None else [id], "OK") if logged else []
        held = {HELD: fingerprint(log)} if logged else {}
        columns["detail"] = _json({**(detail or {}), **held})
        # One is not kept without the other, also where the caller has no transaction open.
        with transaction.atomic(savepoint=False):
            _append(actor, now, columns)
            Processing.objects.bulk_create(log)
    except (DatabaseError, ImproperlyConfigured) as fault:
        raise Unavailable from fault


def record_access(
    *,
    actor: Actor,
    action: str,
    kind: str,
    id: UUID | str | None = None,  # noqa: A002  because the whole platform says id
    now: datetime,
    purpose: str = "",
    basis: str = "",
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Record a look and commit it before returning; refused inside an open transaction."""
    try:
        with transaction.atomic(durable=True):
            record(
                actor=actor,
                action=action,
                kind=kind,
                id=id,
                now=now,
                purpose=purpose,
                basis=basis,
                outcome="seen",
                detail=detail,
            )
    except DatabaseError as fault:
        raise Unavailable from fault


@contextmanager
def processing(
    name: str, activity: str, subject_ids: Sequence[UUID | str], *, now: datetime
) -> Iterator[str]:
    """Log that these people's data were processed for an activity; yields the operation.

    Audit rows recorded inside carry the same operation. Open it around the transaction, so that
    a processing that failed is logged too.
    """
    operation = Operation(random_hex(16), random_hex(8), name, activity, now)
    token = _operation.set(operation.operation_id)
    try:
        yield operation.operation_id
    except BaseException:
        _log(operation, subject_ids, "ERROR")
        raise
    else:
        _log(operation, subject_ids, "OK")
    finally:
        _operation.reset(token)


def _append(actor: Actor | None, now: datetime, columns: dict[str, str]) -> None:
    if actor is None and columns["kind"] in kinds_without_order():
        days.append(clock.local_date(now), **columns)
    elif actor is None:
        append(UNNAMED, on=clock.local_date(now), **columns)
    else:
        append(
            MEMBERS,
            at=now,
            member_id=actor.pk,
            organisation_id=actor.organisation_id,
            **columns,
        )


def _activity(kind: str) -> str:
    """The activity of the register of processing to which an act on such a thing belongs."""
    if kind not in activity_of():
        raise LookupError(f"no app declares {kind!r} among its `records`")
    return activity_of()[kind]


def _refuse_words(columns: Mapping[str, str | int]) -> None:
    for name, value in columns.items():
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueError(f"{name} holds words; the audit takes codes, counts and keys only")


def _log(operation: Operation, subject_ids: Sequence[UUID | str], status: str) -> None:
    """Log a processing of which the rows of its acts were written before, and hold it as well."""
    rows = rows_of(operation, subject_ids, status)
    columns = {
        "action": operation.name,
        "kind": NAME,
        "outcome": status,
        "operation": operation.operation_id,
        "detail": _json({HELD: fingerprint(rows)}),
    }
    with transaction.atomic():
        append(UNNAMED, on=clock.local_date(operation.start_time), **columns)
        Processing.objects.bulk_create(rows)


def _json(told: Mapping[str, str | int]) -> str:
    return json.dumps(told, sort_keys=True, separators=(",", ":"))
