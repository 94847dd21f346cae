# SPDX-License-Identifier: EUPL-1.2
"""What a worker does: make an estimate or examine one, and keep what came out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django_tasks import task

from ketenzicht.audit.services import record
from ketenzicht.core.clock import now
from ketenzicht.estimates.calculation import Work, calculate
from ketenzicht.estimates.models import Examination, Run
from ketenzicht.estimates.permissions import EstimatePermission
from ketenzicht.estimates.states import BOOTSTRAPS, SWIFT, Outcome
from ketenzicht.jobs.job import Job
from ketenzicht.jobs.process import Heartbeat, follow
from ketenzicht.jobs.services import do
from telwerk.localised import LocalisedError

WHY = "a worker acts for whoever asked"


@task(priority=10)  # somebody waits for a number; its examination may come after
def make(run_id: str) -> None:
    """Make the estimate of a queued run."""
    rows = Run.objects.whole_table(why=WHY)
    do(rows, UUID(run_id), lambda job, told: _follow(_estimate_of(job), told), _keep_run, _ended)


@task()
def examine(examination_id: str) -> None:
    """Examine the estimate of a finished run."""
    rows = Examination.objects.whole_table(why=WHY)
    do(
        rows,
        UUID(examination_id),
        lambda job, told: _follow(_examination_of(job), told),
        _keep_examination,
        _ended,
    )


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


def _follow(work: Work, heartbeat: Heartbeat) -> dict[str, Any]:
    return follow(calculate, work, heartbeat, refusals=(LocalisedError,))


def _ended(job: Job) -> None:
    moment = job.finished_at or now()
    record(
        actor=None,
        action=EstimatePermission.ESTIMATE_RUN,
        kind=job._meta.model_name or "",
        id=job.pk,
        now=moment,
        purpose="estimate",
        outcome=job.outcome,
    )
