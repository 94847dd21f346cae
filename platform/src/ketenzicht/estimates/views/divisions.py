# SPDX-License-Identifier: EUPL-1.2
"""What an estimate with characteristics gives beside its number: groups, years, and the search."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ketenzicht.estimates.models import Run
from ketenzicht.web.parts import Column, Table

Result = Mapping[str, Any]


def groups(result: Result) -> Table | None:
    """Return the number of every group, those of one characteristic adding up to the whole."""
    if not result["parts"]:
        return None
    return Table(
        caption=_("The number per group"),
        columns=(
            Column(_("Group")),
            Column(_("People on the lists"), number=True),
            Column(_("Number"), number=True),
            Column(_("Band")),
        ),
        rows=[
            (group(part["label"]), people(part["observed"]), people(part["estimate"]), band(part))
            for part in result["parts"]
        ],
        note=_("A group of few people on the lists says little, however narrow its band looks."),
    )


def changes(result: Result) -> Table | None:
    """Return how each year relates to the one before, and the last to the first."""
    rows = result["diagnostics"].get("changes")
    if not rows:
        return None
    return Table(
        caption=_("From year to year"),
        columns=(
            Column(_("From")),
            Column(_("To")),
            Column(_("Of what it was"), number=True),
            Column(_("Band")),
            Column(_("Chance of a rise"), number=True),
        ),
        rows=[
            (
                row["from"],
                row["to"],
                _share(row["ratio"]),
                " – ".join(_share(end) for end in row["interval"]),
                _share(row["chance_of_rise"]),
            )
            for row in rows
        ],
        note=_("A fall in reports is no fall in trafficking; this is about the estimated number."),
    )


def path(result: Result) -> Table | None:
    """Return the steps of the search, so that everybody sees how stable the number is."""
    rows = result["diagnostics"].get("path")
    if not rows or not isinstance(rows, Sequence):
        return None
    return Table(
        caption=_("The search for a model, step by step"),
        columns=(
            Column(_("Step"), number=True),
            Column(_("Added or left out")),
            Column(_("Number"), number=True),
            Column("BIC", number=True),
        ),
        rows=[
            (
                row["step"],
                row["change"] or "–",
                people(row["estimate"]),
                number_format(row["bic"], decimal_pos=1),
            )
            for row in rows
        ],
    )


def command(run: Run, file: str) -> str:
    """Return the command that makes this number again from the downloaded lists."""
    kept, options = run.input, dict(run.options)
    words = ["telwerk", run.method, file, "--lists", ",".join(kept.lists)]
    if run.method == "series":
        words += ["--year", options.pop("year", None) or kept.characteristics[0]]
    else:
        words += ["--covariates", ",".join(kept.characteristics)]
    words += ["--count-column", "count"]
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", str(value)]
    return shlex.join(words)


def group(label: str) -> str:
    """Return a group as people read it: `jaar: 2021, leeftijd: minderjarig`."""
    return ", ".join(": ".join(part.split("=", 1)) for part in label.split(", "))


def people(value: float | None) -> str:
    """Return a number of people, or that there is none."""
    return "–" if value is None else number_format(round(value), force_grouping=True)


def band(part: Mapping[str, Any]) -> str:
    """Return both ends of a band; an open end is an ellipsis."""
    if not part["interval"]:
        return "–"
    return " – ".join("…" if end is None else people(end) for end in part["interval"])


def _share(value: float) -> str:
    return f"{number_format(100 * value, decimal_pos=0)}%"
