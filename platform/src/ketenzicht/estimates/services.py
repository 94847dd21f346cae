# SPDX-License-Identifier: EUPL-1.2
"""Taking a snapshot of lists and running a method on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.audit.services import record
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.permissions import require
from ketenzicht.estimates import working
from ketenzicht.estimates.acts import Act, require_act
from ketenzicht.estimates.language import said
from ketenzicht.estimates.methods import methods_of
from ketenzicht.estimates.models import Examination, Run, Snapshot
from ketenzicht.estimates.permissions import EstimatePermission
from ketenzicht.estimates.selectors import examination_of, inputs_for, run_for
from ketenzicht.estimates.sources import Lists
from ketenzicht.estimates.states import BOOTSTRAPS, SWIFT, Outcome, Source
from ketenzicht.jobs import services as jobs
from telwerk.localised import LocalisedError
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods import Value
from telwerk.mse.methods import estimate as run_method

LOST = "calculations whose worker or task is gone"


@transaction.atomic
def take_snapshot(*, actor: Member, source: Source, lists: Lists, now: datetime) -> Snapshot:
    """Keep these counts as they are; the same counts under the same title are kept once."""
    require(actor, EstimatePermission.ESTIMATE_RUN)
    table = lists.histories
    digest = lists.people.digest if lists.people else table.digest
    found = inputs_for(actor, now=now).filter(digest=digest, title=lists.title).first()
    if found is not None:
        return found
    kept = Snapshot.objects.create(
        organisation_id=actor.organisation_id,
        source=source,
        title=lists.title,
        lists=list(table.lists),
        histories=patterns(table),
        observed=table.observed,
        digest=digest,
        taken_at=now,
        years=list(lists.years),
        characteristics=[each.name for each in lists.people.covariates] if lists.people else [],
        kinds=kinds(lists.people) if lists.people else [],
        scheme=lists.scheme,
    )
    record(
        actor=actor,
        action=EstimatePermission.ESTIMATE_RUN,
        kind="input",
        id=kept.pk,
        now=now,
        purpose="estimate",
        detail={"source": str(source), "observed": table.observed},
    )
    return kept


@transaction.atomic
def run(
    *,
    actor: Member,
    input_id: UUID,
    method_name: str,
    options: Mapping[str, Value],
    now: datetime,
) -> Run:
    """Run a method on a snapshot at once; what the method refuses is refused here."""
    made = _asked(actor, input_id, method_name, options, now=now)
    try:
        result = run_method(histories_of(made.input), method_name, **options).to_dict()
    except LocalisedError as problem:
        raise Refused(said(problem.text)) from problem
    made.keep(result)
    made.finished_at = now
    made.save()
    _record_run(actor, made, now)
    if working.soon_examined(made):
        working.queue_examination(made, asked_by_id=actor.pk, moment=now)
    return made


@transaction.atomic
def queue_run(
    *,
    actor: Member,
    input_id: UUID,
    method_name: str,
    options: Mapping[str, Value],
    now: datetime,
) -> Run:
    """Leave a run to a worker; settings that the method cannot take are refused now."""
    made = _asked(actor, input_id, method_name, options, now=now)
    try:
        methods_of(made.input)[method_name].settings(options)
    except LocalisedError as problem:
        raise Refused(said(problem.text)) from problem
    made.save()
    working.enqueue(made)
    _record_run(actor, made, now)
    return made


def swift(method_name: str, options: Mapping[str, Value], lists: int) -> bool:
    """Tell whether the method answers while somebody waits for the page."""
    order = options.get("order")
    deep = isinstance(order, int) and order > 2
    bootstrap = options.get("interval") in BOOTSTRAPS
    return lists <= SWIFT.get(method_name, 0) and not deep and not bootstrap


def _asked(
    actor: Member, input_id: UUID, name: str, options: Mapping[str, Value], *, now: datetime
) -> Run:
    require(actor, EstimatePermission.ESTIMATE_RUN)
    kept = inputs_for(actor, now=now).filter(pk=input_id).first()
    if kept is None:
        raise NotFound
    return Run(
        organisation_id=actor.organisation_id,
        input=kept,
        method=name,
        options={option: value for option, value in options.items() if value is not None},
        outcome=Outcome.QUEUED,
        made_by=actor,
        made_at=now,
    )


def _record_run(actor: Member, made: Run, now: datetime) -> None:
    record(
        actor=actor,
        action=EstimatePermission.ESTIMATE_RUN,
        kind="run",
        id=made.pk,
        now=now,
        purpose="estimate",
        detail={"method": made.method, "outcome": made.outcome},
    )


@transaction.atomic
def cancel_run(*, actor: Member, run_id: UUID, now: datetime) -> Run:
    """Stop a run that is not finished; the worker notices within a second or two."""
    asked = _open(actor, run_id, Act.CANCEL, now)
    _cancel(Run.objects.for_reader(actor, now).filter(pk=asked.pk), now)
    asked.outcome = Outcome.CANCELLED
    _record_run(actor, asked, now)
    return asked


@transaction.atomic
def cancel_examination(*, actor: Member, run_id: UUID, now: datetime) -> Run:
    """Stop the examination of a run."""
    asked = _open(actor, run_id, Act.CANCEL_EXAMINATION, now)
    _cancel(Examination.objects.for_reader(actor, now).filter(run=asked), now)
    _record_run(actor, asked, now)
    return asked


def _open(actor: Member, run_id: UUID, act: Act, now: datetime) -> Run:
    require(actor, EstimatePermission.ESTIMATE_RUN)
    asked = run_for(actor, run_id, now=now)
    require_act(actor, asked, examination_of(actor, asked, now=now), act)
    return asked


def _cancel(rows: QuerySet[Any], now: datetime) -> None:
    # A worker may have ended it since it was looked at.
    if not jobs.cancel(rows, now=now):
        raise Refused(_("There is nothing to stop: this calculation has ended."))


@transaction.atomic
def examine(*, actor: Member, run_id: UUID, now: datetime) -> Examination:
    """Ask a worker to doubt a number from every side."""
    asked = _open(actor, run_id, Act.EXAMINE, now)
    _record_run(actor, asked, now)
    return working.queue_examination(asked, asked_by_id=actor.pk, moment=now)


def take_up_lost(*, now: datetime) -> int:
    """Queue again what lost its task or its worker; a second loss is a failure."""
    return sum(
        jobs.take_up_lost(model.objects.whole_table(why=LOST), working.enqueue, now=now)
        for model in (Run, Examination)
    )


def kinds(people: CovariateTable) -> list[list[Any]]:
    """Return the counts by pattern and characteristics; kinds that nobody is of are left out."""
    levels = [covariate.levels for covariate in people.covariates]
    found: list[list[Any]] = []
    for place in np.argwhere(people.counts):
        mask, *at = (int(number) for number in place)
        values: list[str | None] = [names[i] for names, i in zip(levels, at, strict=True)]
        found.append([_pattern(mask, people.t), values, int(people.counts[tuple(place)])])
    for person in people.partial:
        known = zip(levels, person.levels, strict=True)
        values = [None if i is None else names[i] for names, i in known]
        found.append([_pattern(person.mask, people.t), values, person.count])
    return found


def _pattern(mask: int, width: int) -> str:
    return format(mask, f"0{width}b")[::-1]


def patterns(table: CaptureHistories) -> dict[str, int]:
    """Return the counts by pattern, list 1 first; patterns of nobody are left out."""
    width = len(table.lists)
    return {_pattern(mask, width): int(count) for mask, count in enumerate(table.counts) if count}


def histories_of(kept: Snapshot) -> CaptureHistories:
    """Return the histories of a snapshot."""
    return CaptureHistories.from_counts(kept.lists, kept.histories)
