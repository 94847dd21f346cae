# SPDX-License-Identifier: EUPL-1.2
"""Reading runs and inputs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.handover import Member
from ketenzicht.core.errors import NotFound
from ketenzicht.estimates.models import Examination, Run, Snapshot
from ketenzicht.estimates.states import FINISHED
from ketenzicht.search.selectors import holding


def runs_for(actor: Member, *, now: datetime, words: str = "", method: str = "") -> QuerySet[Run]:
    """Return the runs of the actor's organisation, newest first."""
    found = Run.objects.for_reader(actor, now).select_related("input", "made_by__user")
    if words:
        found = holding(found, words, "input__title", "method")
    return found.filter(method=method) if method else found


def run_for(actor: Member, run_id: UUID, *, now: datetime) -> Run:
    """Return one run."""
    found = runs_for(actor, now=now).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def examination_of(actor: Member, run: Run, *, now: datetime) -> Examination | None:
    """Return the examination of a run, if anybody asked for one."""
    return Examination.objects.for_reader(actor, now).filter(run=run).first()


def chosen_runs(actor: Member, run_ids: Sequence[UUID], *, now: datetime) -> list[Run]:
    """Return these finished runs, in the order of the question."""
    found = {run.pk: run for run in runs_for(actor, now=now).filter(pk__in=run_ids)}
    if any(run_id not in found for run_id in run_ids):
        raise NotFound
    return [found[run_id] for run_id in run_ids if found[run_id].outcome in FINISHED]


def inputs_for(actor: Member, *, now: datetime) -> QuerySet[Snapshot]:
    """Return the inputs of the actor's organisation, newest first."""
    return Snapshot.objects.for_reader(actor, now)
