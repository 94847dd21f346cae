# SPDX-License-Identifier: EUPL-1.2
"""A run as a page: sentences, charts with their tables, and how to make it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ketenzicht.core.clock import local
from ketenzicht.estimates.forms import answered, asked
from ketenzicht.estimates.language import language, said
from ketenzicht.estimates.methods import every_method
from ketenzicht.estimates.models import Run, Snapshot
from ketenzicht.estimates.states import Source
from ketenzicht.estimates.views import divisions
from ketenzicht.estimates.views.schemes import scheme_facts
from ketenzicht.web.charts import About, Chart, Model, Overlap, multiverse, overlaps
from ketenzicht.web.openline import SeenLine
from ketenzicht.web.parts import Column, Fact, Table
from telwerk.mse.results.status import Status

Result = Mapping[str, Any]
TERMS = re.compile(r"\[[1-9]+(,[1-9]+)*\]")
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Ý])")


def whole(value: float) -> str:
    """Return a number of people as people read it."""
    return number_format(round(value), force_grouping=True)


def run_page(run: Run) -> dict[str, Any]:
    """Return the context of the page of one run."""
    result: Result = run.result
    lang = language()
    found = result["estimate"]
    return {
        "run": run,
        "result": result,
        "number": None if found is None else whole(found),
        "sentences": SENTENCE.split(result["text"][lang]),
        "status": getattr(Status(result["status"]).text, lang),
        "line": seen_line(result),
        "caution": _caution(run),
        "assumptions": result["assumptions"][lang],
        "remarks": result["remarks"][lang],
        "models": _models(result),
        "near": _near(result),
        "overlaps": _overlaps(run.input),
        "facts": _facts(run),
        "command": command(run),
        "groups": divisions.groups(result),
        "changes": divisions.changes(result),
        "path": divisions.path(result),
    }


def empty_page(run: Run) -> dict[str, Any]:
    """Return the context of a run from which nothing came yet, or nothing will."""
    return {"run": run, "facts": _facts(run), "command": command(run), "overlaps": None}


def method_title(run: Run) -> str:
    """Return the name of the method in words."""
    found = every_method().get(run.method)
    return said(found.title) if found else run.method


def settings_in_words(run: Run) -> str:
    """Return the settings that differ from the usual ones, as the form asks them."""
    found = every_method().get(run.method)
    known = {option.name: option for option in found.options} if found else {}
    return "; ".join(
        f"{asked(known[name])}: {answered(known[name], value)}" if name in known else name
        for name, value in run.options.items()
        if name not in known or value != known[name].default
    ) or _("the usual ones")


def seen_line(result: Result, *, scale: int = 0) -> SeenLine | None:
    """Return seen against estimated; None where the band is open."""
    low, high = result["interval"] or (None, None)
    if result["estimate"] is None or low is None or high is None:
        return None
    estimate = round(result["estimate"])
    return SeenLine(
        seen=result["observed"],
        estimate=estimate,
        low=min(round(low), estimate),
        high=max(round(high), estimate),
        scale=scale,
    )


def _caution(run: Run) -> str:
    if run.input.source != Source.PUBLISHED:
        return ""
    return _(
        "These lists cover six years and hold no age, form or nationality. The published 5,000 to "
        "7,500 people a year (2014–2015) come from a model with those characteristics, on records "
        "that are not public. The two numbers cannot be set beside each other."
    )


def _models(result: Result) -> Chart | None:
    rivals = result["diagnostics"].get("best_models") or []
    if len(rivals) < 2:
        return None
    dots = [
        Model(
            rival["model"],
            rival["estimate"],
            rival["bic"],
            chosen=rival["model"] == result["model"],
        )
        for rival in rivals
        if "bic" in rival
    ]
    about = About(
        _("Models that fit almost as well find other numbers"),
        _("Each dot is a model: to the right more people, higher a better fit."),
        _("people"),
    )
    return multiverse(dots, about) if len(dots) > 1 else None


def _near(result: Result) -> Table | None:
    rows = result["diagnostics"].get("multiverse") or []
    if not rows:
        return None
    return Table(
        caption=_("How far plausible models lie apart"),
        columns=(
            Column(_("BIC at most this much above the best"), number=True),
            Column(_("models"), number=True),
            Column(_("lowest number"), number=True),
            Column(_("highest number"), number=True),
        ),
        rows=[
            (row["within"], whole(row["models"]), whole(row["low"]), whole(row["high"]))
            for row in rows
        ],
    )


def _overlaps(kept: Snapshot) -> Chart:
    found = [
        Overlap(
            tuple(name for name, on in zip(kept.lists, pattern, strict=True) if on == "1"), count
        )
        for pattern, count in kept.histories.items()
    ]
    found.sort(key=lambda overlap: -(overlap.count or 0))
    about = About(
        _("People on exactly these lists"),
        _("Few people stand on more than one list; those overlaps carry the whole estimate."),
        _("people"),
    )
    return overlaps(found, kept.lists, about)


def histories_table(kept: Snapshot) -> Table:
    """Return the frozen counts, longest history first."""
    ordered = sorted(kept.histories.items(), key=lambda item: (item[0].count("1"), item[0]))
    return Table(
        caption=_("Frozen counts"),
        columns=(*(Column(name) for name in kept.lists), Column(_("people"), number=True)),
        rows=[(*pattern, count) for pattern, count in ordered],
    )


def _facts(run: Run) -> list[Fact]:
    made = date_format(local(run.made_at), "j F Y H:i")
    facts = [
        Fact(_("Method"), method_title(run)),
        Fact(_("Model"), _model(run)),
        Fact(_("Settings"), settings_in_words(run)),
        Fact(_("Lists"), ", ".join(run.input.lists)),
        *scheme_facts(run.input),
        Fact(_("People on the lists"), whole(run.input.observed)),
        Fact(_("Made by"), str(run.made_by.user)),
        Fact(_("Made on"), made),
        Fact(_("Software"), f"telwerk {run.version}".strip()),
        Fact(_("Fingerprint of the input"), run.input.digest[:24]),
    ]
    if run.result.get("bic") is not None:
        facts.insert(2, Fact("BIC", number_format(round(run.result["bic"], 2), decimal_pos=2)))
    return facts


def _model(run: Run) -> str:
    """The model as telwerk writes it, and in the names of the lists that go together in it."""
    written: str = run.result.get("model") or "–"
    lists = run.input.lists
    numbers = [int(digit) for digit in written if digit.isdecimal()]
    if not TERMS.fullmatch(written) or max(numbers) > len(lists):
        return written
    terms = [term for term in written[1:-1].split(",") if len(term) > 1]
    together = ("–".join(lists[int(digit) - 1] for digit in term) for term in terms)
    return f"{written}\n{', '.join(together)}" if terms else written


def command(run: Run) -> str:
    """Return the command that makes this number again from the downloaded lists."""
    file = f"lijsten-{run.input_id}.csv"
    if run.input.characteristics:
        return divisions.command(run, file)
    words = ["telwerk", "estimate", file, "--method", run.method]
    for name, value in run.options.items():
        words += [f"--{name.replace('_', '-')}", str(value)]
    return " ".join(words)
