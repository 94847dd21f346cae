# SPDX-License-Identifier: EUPL-1.2
"""What a worker does: claim a calculation, follow it, keep what came out.

A task carries one id. A worker owns a calculation by the number of the attempt: what was
cancelled or given to another worker meanwhile takes no result from the first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django_tasks import task

from ketenzicht.audit.services import record
from ketenzicht.core.clock import now
from ketenzicht.estimates import calculation
from ketenzicht.estimates.calculation import Work
from ketenzicht.estimates.models import Examination, Job, Run
from ketenzicht.estimates.permissions import EstimatePermission
from ketenzicht.estimates.states import BOOTSTRAPS, SWIFT, Failure, Outcome
from telwerk.localised import EMPTY_TEXT

FAILURES: dict[type[Exception], Failure] = {
    calculation.Unfit: Failure.REFUSED,
    calculation.Died: Failure.BROKEN,
    calculation.TooLong: Failure.TOO_LONG,
}
WHY = "a worker acts for whoever asked"


@task(priority=10)  # somebody waits for a number; its examination may come after
def make(run_id: str) -> None:
    """Make the estimate of a queued run."""
    _work(Run.objects.whole_table(why=WHY), UUID(run_id), _estimate_of, _keep_run)


@task()
def examine(examination_id: str) -> None:
    """Examine the estimate of a finished run."""
    rows = Examination.objects.whole_table(why=WHY)
    _work(rows, UUID(examination_id), _examination_of, _keep_examination)


def enqueue(job: Job) -> None:
    """Put a calculation in the queue, in the transaction of the caller."""
    asked = (make if isinstance(job, Run) else examine).enqueue(str(job.pk))
    job.task = UUID(str(asked.id))
    job.save(update_fields=["task"])


def queue_examination(run: Run, *, asked_by_id: UUID, moment: datetime) -> Examination:
    """Ask for an examination; one that failed or was cancelled is asked for again."""
    lists = len(run.input.lists)
    asked, _ = Examination.objects.whole_table(why=WHY).update_or_create(
        run=run,
        defaults={
            "organisation_id": run.organisation_id,
            "repeats": 50 if lists <= 5 else 20 if lists == 6 else 10,
            "outcome": Outcome.QUEUED,
            "result": {},
            "asked_by_id": asked_by_id,
            "asked_at": moment,
            "attempts": 0,
            "done": 0,
            "total": 0,
            "failure": "",
            "said": "",
            "said_nl": "",
        },
    )
    enqueue(asked)
    return asked


def soon_examined(run: Run) -> bool:
    """Tell whether examining this run ends within a minute or so."""
    return run.outcome == Outcome.NUMBER and len(run.input.lists) <= SWIFT.get(run.method, 0)


def _estimate_of(run: Run) -> Work:
    kept = run.input
    return Work(
        lists=kept.lists,
        histories=kept.histories,
        method=run.method,
        options=run.options,
        characteristics=kept.characteristics,
        kinds=kept.kinds,
    )


def _examination_of(examination: Examination) -> Work:
    run = examination.run
    options = dict(run.options)
    if options.get("interval") in BOOTSTRAPS:
        # The number is the same; repeating a bootstrap for each question would take hours.
        options["interval"] = "wald"
    return Work(
        lists=run.input.lists,
        histories=run.input.histories,
        method=run.method,
        options=options,
        repeats=examination.repeats,
    )


def _keep_run(run: Run, result: dict[str, Any]) -> None:
    run.keep(result)
    if soon_examined(run):
        queue_examination(run, asked_by_id=run.made_by_id, moment=now())


def _keep_examination(examination: Examination, result: dict[str, Any]) -> None:
    examination.outcome = Outcome.EXAMINED
    examination.result = result


def _work(
    rows: QuerySet[Any],
    job_id: UUID,
    work_of: Callable[[Any], Work],
    keep: Callable[[Any, dict[str, Any]], None],
) -> None:
    claimed = rows.filter(pk=job_id, outcome=Outcome.QUEUED).update(
        outcome=Outcome.RUNNING, beat_at=now(), attempts=F("attempts") + 1, done=0, total=0
    )
    if not claimed:
        return
    job = rows.get(pk=job_id)
    mine = rows.filter(pk=job_id, outcome=Outcome.RUNNING, task=job.task, attempts=job.attempts)
    try:
        result = calculation.follow(work_of(job), lambda done, total: _beat(mine, done, total))
    except calculation.Stopped:
        return
    except tuple(FAILURES) as problem:
        why, words = FAILURES[type(problem)], getattr(problem, "words", EMPTY_TEXT)
        _end(mine, job, lambda: job.fail(why, words))
    except BaseException:
        # The worker is being stopped: another one takes it up, and this does not count.
        mine.update(outcome=Outcome.QUEUED, attempts=job.attempts - 1)
        raise
    else:
        _end(mine, job, lambda: keep(job, result))


def _beat(mine: QuerySet[Any], done: int, total: int) -> bool:
    return bool(mine.update(beat_at=now(), done=done, total=total))


@transaction.atomic
def _end(mine: QuerySet[Any], job: Job, change: Callable[[], None]) -> None:
    if not mine.select_for_update().exists():
        return
    change()
    job.finished_at = now()
    job.save()
    record(
        actor=None,
        action=EstimatePermission.ESTIMATE_RUN,
        kind=job._meta.model_name or "",
        id=job.pk,
        now=job.finished_at,
        purpose="estimate",
        outcome=job.outcome,
    )
