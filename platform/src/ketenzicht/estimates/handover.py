# SPDX-License-Identifier: EUPL-1.2
"""What publishing may know of an estimate: the number, its band, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.handover import Member
from ketenzicht.core.errors import NotFound
from ketenzicht.estimates.methods import every_method
from ketenzicht.estimates.models import Run
from ketenzicht.estimates.states import Outcome, Source
from telwerk.localised import LocalisedText

__all__ = ["FinishedRun", "Run", "finished_run", "finished_runs", "method_name"]


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run with a number, without its histories."""

    id: UUID
    title: str
    source: Source
    method: str
    model: str
    observed: int
    estimate: float
    low: float
    high: float
    text_nl: str
    text_en: str
    verdict: LocalisedText | None  # what its examination said; None when nobody examined it
    digest: str
    version: str
    made_at: datetime


def finished_runs(actor: Member, *, now: datetime) -> tuple[FinishedRun, ...]:
    """Return the runs of the actor's organisation that gave a number with a closed band."""
    found = Run.objects.for_reader(actor, now).filter(outcome=Outcome.NUMBER)
    runs = (_finished(run) for run in found.select_related("input", "examination"))
    return tuple(run for run in runs if run is not None)


def finished_run(actor: Member, run_id: UUID, *, now: datetime) -> FinishedRun:
    """Return one such run."""
    for run in finished_runs(actor, now=now):
        if run.id == run_id:
            return run
    raise NotFound


def method_name(code: str, language: str) -> str:
    """Return the name of a method in words; one that is gone keeps its code."""
    found = every_method().get(code)
    if found is None:
        return code
    return found.title.nl if language == "nl" else found.title.en


def _finished(run: Run) -> FinishedRun | None:
    result = run.result
    low, high = result["interval"] or (None, None)
    if low is None or high is None:
        return None
    return FinishedRun(
        id=run.pk,
        title=run.input.title,
        source=Source(run.input.source),
        method=run.method,
        model=result["model"] or "",
        observed=result["observed"],
        estimate=result["estimate"],
        low=low,
        high=high,
        text_nl=result["text"]["nl"],
        text_en=result["text"]["en"],
        verdict=_verdict(run),
        digest=run.input.digest,
        version=run.version,
        made_at=run.made_at,
    )


def _verdict(run: Run) -> LocalisedText | None:
    examination = getattr(run, "examination", None)
    if examination is None or examination.outcome != Outcome.EXAMINED:
        return None
    return LocalisedText(**examination.result["verdict"])
