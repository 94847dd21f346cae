# SPDX-License-Identifier: EUPL-1.2
"""How far a calculation is, and what an examination found, as sentences with their tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ketenzicht.estimates.language import language, said
from ketenzicht.estimates.models import Examination
from ketenzicht.estimates.states import Outcome
from ketenzicht.estimates.views.charts import whole
from ketenzicht.jobs.job import Job
from ketenzicht.jobs.states import Failure
from ketenzicht.web.charts.render import number
from ketenzicht.web.parts import Column, State, Table
from telwerk.localised import LocalisedText

FAILURES = {
    Failure.REFUSED: gettext_lazy("The method refuses these lists."),
    Failure.BROKEN: gettext_lazy(
        "The calculation broke off, perhaps for lack of memory. Choose fewer lists or another "
        "method."
    ),
    Failure.TOO_LONG: gettext_lazy(
        "The calculation took more than an hour and was stopped. Choose lighter settings, or use "
        "the command line."
    ),
    Failure.LOST: gettext_lazy(
        "The calculation was lost twice. Try again, and tell the administrator if it happens again."
    ),
}
GRADES = {
    "good": (State.SETTLED, gettext_lazy("holds")),
    "caution": (State.WAITS, gettext_lazy("caution")),
    "bad": (State.LATE, gettext_lazy("does not hold")),
}
HEADINGS = {
    "within": gettext_lazy("BIC at most this much above the best"),
    "models": gettext_lazy("models"),
    "low": gettext_lazy("lowest number"),
    "high": gettext_lazy("highest number"),
    "without": gettext_lazy("without list"),
    "joined": gettext_lazy("lists joined"),
    "observed": gettext_lazy("people seen"),
    "estimate": gettext_lazy("estimate"),
    "ratio": gettext_lazy("compared with the estimate or the known size"),
    "list": gettext_lazy("list"),
    "known": gettext_lazy("known size"),
    "xi": gettext_lazy("times as common as the model says"),
    "links": gettext_lazy("links"),
    "share": gettext_lazy("share"),
    "median": gettext_lazy("median"),
    "no_estimate": gettext_lazy("tables without a number"),
    "world": gettext_lazy("made-up world"),
    "tables": gettext_lazy("tables"),
    "coverage": gettext_lazy("intervals that hold the truth"),
    "truth": gettext_lazy("truth"),
    "median_estimate": gettext_lazy("median estimate"),
}
PEOPLE = frozenset(
    {"low", "high", "observed", "estimate", "known", "median", "truth", "median_estimate"}
)
SHARES = frozenset({"share", "coverage"})
VALUES = {
    "undone": gettext_lazy("undone"),
    "restored": gettext_lazy("restored"),
    "as_selected": gettext_lazy("the chosen model"),
    "weak_dependence_added": gettext_lazy("with a weak dependence added"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a calculation is, in words and for a bar."""

    sentence: str
    under_way: bool
    done: int
    total: int
    failed: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt: its question, its verdict, its figures."""

    title: str
    verdict: str
    state: State
    word: str
    table: Table


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of an examination and what they say together."""

    verdict: str
    state: State
    word: str
    doubts: tuple[Doubt, ...]


def progress_of(job: Job) -> Progress:
    """Return how far a calculation is."""
    return Progress(
        sentence=_sentence(job),
        under_way=job.under_way,
        done=min(job.done, job.total),
        total=job.total if job.outcome == Outcome.RUNNING else 0,
        failed=str(FAILURES[Failure(job.failure)]) if job.failure else "",
        said=said(LocalisedText(nl=job.said_nl or job.said, en=job.said)),
    )


def _sentence(job: Job) -> str:
    if job.outcome == Outcome.QUEUED:
        return _("The calculation waits its turn.")
    if job.outcome == Outcome.CANCELLED:
        return _("The calculation was stopped before it ended.")
    if job.outcome != Outcome.RUNNING:
        return ""
    if not job.total:
        return _("The calculation runs.")
    return _("The calculation runs: %(done)s of %(total)s steps.") % {
        "done": number_format(job.done, force_grouping=True),
        "total": number_format(job.total, force_grouping=True),
    }


def diagnosis(examination: Examination) -> Findings | None:
    """Return what an examination found, as sentences; None while there is nothing."""
    result: Mapping[str, Any] = examination.result
    if not result:
        return None
    state, word = GRADES[result["grade"]]
    return Findings(
        verdict=result["verdict"][language()],
        state=state,
        word=str(word),
        doubts=tuple(_doubt(doubt) for doubt in result["findings"]),
    )


def _doubt(doubt: Mapping[str, Any]) -> Doubt:
    state, word = GRADES[doubt["grade"]]
    title = doubt["title"][language()]
    names = [name for name in doubt["rows"][0] if name in HEADINGS] if doubt["rows"] else []
    return Doubt(
        title=title,
        verdict=doubt["verdict"][language()],
        state=state,
        word=str(word),
        table=Table(
            caption=title,
            columns=[
                Column(str(HEADINGS[name]), number=not isinstance(doubt["rows"][0][name], str))
                for name in names
            ],
            rows=[[_cell(name, row.get(name)) for name in names] for row in doubt["rows"]],
        ),
    )


def _cell(name: str, value: object) -> str:
    if isinstance(value, str):
        return str(VALUES.get(value, value))
    if not isinstance(value, int | float):
        return "–"
    if name in PEOPLE:
        return whole(value)
    if name in SHARES:
        return f"{number(100 * value)}%"
    return number(value, decimals=2) if isinstance(value, float) else str(value)
