# SPDX-License-Identifier: EUPL-1.2
"""What happens to a job: claimed by one worker, kept alive, ended, cancelled, taken up when lost.

A task carries one id. A worker owns a job by the number of the attempt: what was cancelled or
given to another worker meanwhile takes no result from the first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django_tasks_db.models import DBTaskResult

from ketenzicht.core.chunks import by_key
from ketenzicht.core.clock import now
from ketenzicht.jobs import process
from ketenzicht.jobs.job import Job
from ketenzicht.jobs.states import UNDER_WAY, Failure, JobState

One = TypeVar("One", bound=Job)

FAILURES: dict[type[Exception], Failure] = {
    process.Unfit: Failure.REFUSED,
    process.Died: Failure.BROKEN,
    process.TooLong: Failure.TOO_LONG,
}
#: A worker gives a sign of life every second.
SILENCE = timedelta(minutes=2)  # no term: of a worker
MOST_ATTEMPTS = 2


def do(
    rows: QuerySet[One],
    job_id: UUID,
    follow: Callable[[One, process.Heartbeat], dict[str, Any]],
    keep: Callable[[One, dict[str, Any]], None],
    ended: Callable[[One], None],
) -> None:
    """Do a queued job, if no other worker has it.

    `follow` does the work and tells how far it is, `keep` takes over what came out, and `ended`
    is called in the transaction that ends the job.
    """
    claimed = rows.filter(pk=job_id, outcome=JobState.QUEUED).update(
        outcome=JobState.RUNNING, heartbeat_at=now(), attempts=F("attempts") + 1, done=0, total=0
    )
    if not claimed:
        return
    job = rows.get(pk=job_id)
    mine = rows.filter(pk=job_id, outcome=JobState.RUNNING, task=job.task, attempts=job.attempts)
    try:
        result = follow(job, lambda done, total: heartbeat(mine, done, total))
    except process.Stopped:
        return
    except tuple(FAILURES) as problem:
        why, words = FAILURES[type(problem)], getattr(problem, "words", None)
        _end(mine, job, lambda: job.fail(why, words), ended)
    except BaseException:
        # The worker is being stopped: another one takes it up, and this does not count.
        mine.update(outcome=JobState.QUEUED, attempts=job.attempts - 1)
        raise
    else:
        _end(mine, job, lambda: keep(job, result), ended)


def heartbeat(mine: QuerySet[Any], done: int, total: int) -> bool:
    """Give a sign of life; False when the job is no longer this worker's."""
    return bool(mine.update(heartbeat_at=now(), done=done, total=total))


@transaction.atomic
def _end(
    mine: QuerySet[One], job: One, change: Callable[[], None], ended: Callable[[One], None]
) -> None:
    if not mine.select_for_update().exists():
        return
    change()
    job.finished_at = now()
    job.save()
    ended(job)


def cancel(rows: QuerySet[Any], *, now: datetime) -> bool:
    """Stop what is not finished; its worker notices within a second or two."""
    running = rows.filter(outcome__in=UNDER_WAY)
    return bool(running.update(outcome=JobState.CANCELLED, finished_at=now))


def take_up_lost(rows: QuerySet[One], enqueue: Callable[[One], None], *, now: datetime) -> int:
    """Queue again what lost its task or its worker; a second loss is a failure."""
    silent = rows.filter(outcome=JobState.RUNNING, heartbeat_at__lt=now - SILENCE)
    for job in by_key(silent.filter(attempts__gte=MOST_ATTEMPTS)):
        job.fail(Failure.LOST)
        job.finished_at = now
        job.save(update_fields=["outcome", "failure", "finished_at"])
    silent.update(outcome=JobState.QUEUED)
    return sum(_requeue(job, enqueue) for job in by_key(rows.filter(outcome=JobState.QUEUED)))


def _requeue(job: One, enqueue: Callable[[One], None]) -> bool:
    waiting = DBTaskResult.objects.filter(status="READY")
    if job.task is not None and waiting.filter(pk=job.task).exists():
        return False
    # Twice in the queue does no harm: the first worker claims it.
    enqueue(job)
    return True


def forget_tasks(*, now: datetime) -> int:
    """Drop the queue's own records of what ended over a week ago."""
    # no term: records of the queue
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=now - timedelta(days=7))
    return int(ended.delete()[0])
