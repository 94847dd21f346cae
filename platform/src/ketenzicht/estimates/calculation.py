# SPDX-License-Identifier: EUPL-1.2
"""What a worker calculates. Nothing here knows Django or the database.

What goes in and what comes out are plain values, because it runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What to calculate: an estimate, or with repeats the examination of one."""

    lists: Sequence[str]
    histories: Mapping[str, int]
    method: str
    options: Mapping[str, Any]  # as the method takes them
    repeats: int = 0
    characteristics: Sequence[str] = ()
    kinds: Sequence[Any] = ()  # pattern, characteristics and count of each kind of people


def calculate(work: Work, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Return the estimate or its examination as plain values."""
    from telwerk.mse.diagnostics import diagnose
    from telwerk.mse.lists.histories import CaptureHistories
    from telwerk.mse.methods import method

    if work.characteristics:
        return _divided(work, progress)
    histories = CaptureHistories.from_counts(list(work.lists), dict(work.histories))
    chosen = method(work.method)
    if not work.repeats:
        return chosen.estimate(histories, progress=progress, **work.options).to_dict()
    return diagnose(
        histories, chosen, repeats=work.repeats, progress=progress, options=work.options
    ).to_dict()


def _divided(work: Work, progress: Callable[[int, int], None]) -> dict[str, Any]:
    from telwerk.mse.lists.covariates import CovariateTable
    from telwerk.mse.methods.with_covariates import estimate_table

    columns: dict[str, list[Any]] = {
        name: [pattern[at] for pattern, _, _ in work.kinds] for at, name in enumerate(work.lists)
    }
    for at, name in enumerate(work.characteristics):
        columns[name] = ["" if of[at] is None else of[at] for _, of, _ in work.kinds]
    # a name no column of the input can have
    columns["\n"] = [count for _, _, count in work.kinds]
    table = CovariateTable.of(
        columns, lists=list(work.lists), covariates=list(work.characteristics), count="\n"
    )
    return estimate_table(table, work.method, progress=progress, **work.options).to_dict()
