# SPDX-License-Identifier: EUPL-1.2
"""Runs side by side: one scale for all lines, one table for all figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ketenzicht.estimates.models import Run
from ketenzicht.estimates.views import divisions
from ketenzicht.estimates.views.charts import method_title, seen_line, settings_in_words, whole
from ketenzicht.web.charts.render import number
from ketenzicht.web.parts import Column, Table

FEWEST, MOST = 2, 6


def comparison(runs: Sequence[Run]) -> dict[str, Any]:
    """Return the context of the page that sets runs side by side."""
    widest = max((_high(run) for run in runs), default=0)
    lines = [
        (number, run, method_title(run), seen_line(run.result, scale=widest))
        for number, run in enumerate(runs, 1)
    ]
    return {
        "runs": runs,
        "lines": lines,
        "warnings": warnings(runs),
        "table": _table(runs),
        "groups": _groups(runs),
    }


def _high(run: Run) -> int:
    line = seen_line(run.result)
    return line.high if line else 0


def warnings(runs: Sequence[Run]) -> list[str]:
    """Say what keeps these numbers from being set beside each other."""
    found = []
    if len({run.input.digest for run in runs}) > 1:
        found.append(
            _(
                "These estimates start from different lists. A difference between the numbers may "
                "come from the lists and not from the method."
            )
        )
    spans = {tuple(run.input.years) for run in runs}
    if len(spans) > 1:
        found.append(
            _(
                "These lists cover different years. More years mean more people; the numbers "
                "cannot be set beside each other."
            )
        )
    return found


def _table(runs: Sequence[Run]) -> Table:
    numbers = range(1, len(runs) + 1)
    return Table(
        caption=_("The estimates side by side"),
        columns=(Column(_("What")), *(Column(_("estimate %(n)s") % {"n": n}) for n in numbers)),
        rows=[
            [_("Number"), *(_people(run.result["estimate"]) for run in runs)],
            [_("Band"), *(_band(run) for run in runs)],
            [_("Share that is seen"), *(_share(run.result["seen_share"]) for run in runs)],
            [_("People on the lists"), *(whole(run.input.observed) for run in runs)],
            [_("Method"), *(method_title(run) for run in runs)],
            [_("Model"), *(run.result["model"] or "–" for run in runs)],
            ["BIC", *(_bic(run.result["bic"]) for run in runs)],
            [_("Settings"), *(settings_in_words(run) for run in runs)],
            [_("Input"), *(run.input.title for run in runs)],
            [_("Years"), *(_span(run.input.years) for run in runs)],
            [_("Lists"), *(", ".join(run.input.lists) for run in runs)],
            [_("Fingerprint of the input"), *(run.input.digest[:12] for run in runs)],
        ],
        note=_("Two BICs can only be compared when they come from the same lists."),
    )


def _groups(runs: Sequence[Run]) -> Table | None:
    """The groups, such as years, of all runs; None when no run has any."""
    parts = [{part["label"]: part for part in run.result["parts"]} for run in runs]
    labels = list(dict.fromkeys(label for found in parts for label in found))
    if not labels:
        return None
    numbers = range(1, len(runs) + 1)
    return Table(
        caption=_("The groups side by side"),
        columns=(
            Column(_("Group")),
            *(Column(_("estimate %(n)s") % {"n": n}) for n in numbers),
        ),
        rows=[
            [divisions.group(label), *(_of_group(found.get(label)) for found in parts)]
            for label in labels
        ],
    )


def _of_group(part: Mapping[str, Any] | None) -> str:
    if part is None or part["estimate"] is None:
        return "–"
    number = divisions.people(part["estimate"])
    return f"{number} ({divisions.band(part)})" if part["interval"] else number


def _people(value: float | None) -> str:
    return _("no number") if value is None else whole(value)


def _band(run: Run) -> str:
    if not run.result["interval"]:
        return "–"
    low, high = ("…" if end is None else whole(end) for end in run.result["interval"])
    return f"{low} – {high}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{number(100 * value, decimals=1)}%"


def _bic(value: float | None) -> str:
    return "–" if value is None else number(value, decimals=2)


def _span(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years) or _("not known")
