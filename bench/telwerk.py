# SPDX-License-Identifier: EUPL-1.2
"""How fast telwerk does the work that its peers in R need minutes or hours for.

``python -m bench telwerk`` prints one table; each figure is a median. The times
of the peers were measured on the same kind of machine, in CPU seconds.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from telwerk._kernels import threads
from telwerk.datasets import netherlands, united_kingdom, united_kingdom_five
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods import methods
from telwerk.mse.methods.loglinear import by_bic
from telwerk.mse.models.branch_and_bound import near_best
from telwerk.mse.models.hierarchical import enumerate_models, model_name, unpack
from telwerk.mse.models.loglinear import fit_models
from telwerk.mse.models.selection import among
from telwerk.mse.uncertainty.bootstrap import Resampled, jackknife, resample


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work, what it may take, and what the peer takes."""

    name: str
    work: Callable[[], str]  # does the work and says what came out
    goal: str
    peer: str
    runs: int = 5


def pairwise_six() -> str:
    """All 32,768 pairwise models of six lists: enumerate, check, fit, rank."""
    table = united_kingdom()
    fits = fit_models(table.counts, enumerate_models(6, 2))
    return model_name(unpack(fits.models[fits.ranked("bic")[0]]), 6)


def hierarchical_five() -> str:
    """All 6,893 hierarchical models of five lists."""
    table = united_kingdom_five()
    fits = fit_models(table.counts, enumerate_models(5, 4))
    return model_name(unpack(fits.models[fits.ranked("bic")[0]]), 5)


def bootstrap(ntop: int) -> str:
    """A BCa interval from 1,000 replicates with the selection repeated."""
    table = united_kingdom_five()
    fits = fit_models(table.counts, enumerate_models(5, 4))
    rank = fits.ranked("bic")
    select = among(fits.models[rank[:ntop] if ntop else rank], "bic")
    draws = resample(table.counts, select, replicates=1000, seed=1)
    left_out, weights = jackknife(table.counts, select)
    point = float(fits.estimate()[rank[0]])
    band = Resampled(point, draws[:, 0], left_out[:, 0], weights).bca(0.95)
    return f"{band.low:,.0f} to {band.high:,.0f}"


def six_to_order_three(table: CaptureHistories) -> str:
    """The best of 3,702,013 models, exactly, with all models within 10 BIC."""
    found = near_best(table.counts, order=3, criterion="bic")
    fits = fit_models(table.counts, found.models)
    best = model_name(unpack(fits.models[fits.ranked("bic")[0]]), 6)
    return f"{best} after {found.fits:,} fits, {len(found.models)} near"


def import_only(package: str) -> str:
    """Import a package in a fresh interpreter."""
    before = os.times()
    subprocess.run([sys.executable, "-c", f"import {package}"], check=True)
    after = os.times()
    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    return f"{spent:.2f} s of processor time"


def by_method(name: str, table: CaptureHistories, **options: Any) -> str:
    """Run a method of the table of methods."""
    outcome = methods()[name].estimate(table, **options)
    size = "-" if outcome.estimate is None else f"{outcome.estimate:,.0f}"
    noted = {**outcome.diagnostics, **outcome.convergence}
    wanted = ("effective_bulk", "r_hat")
    checkpoint = {k: v for k, v in noted.items() if k in wanted and isinstance(v, float)}
    return ", ".join([size, *(f"{key} {value:.3f}" for key, value in checkpoint.items())])


def seven_lists() -> CaptureHistories:
    """Seven lists drawn from a known population, for the graphs."""
    from telwerk.mse.lists.simulation import draw, probabilities

    chances = probabilities([0.1, 0.12, 0.08, 0.15, 0.1, 0.05, 0.07], {(1, 2): 3.0})
    return draw(chances, 10_000, np.random.default_rng(7))


def covariate_search() -> str:
    """The search path of the Dutch method over 1,536 cells, every step checked."""
    from telwerk.mse.lists.covariates import CovariateTable
    from telwerk.mse.methods.covariates import CovariateSettings, estimate_covariates

    rng = np.random.default_rng(3)
    levels = {"X1": 2, "X2": 2, "X3": 2, "X4": 2, "Y": 6}
    people = 2500
    columns: dict[str, list[int]] = {
        name: [int(level) for level in rng.integers(1, most + 1, people)]
        for name, most in levels.items()
    }
    leaning = np.array(columns["X1"]) + np.array(columns["X2"]) - 3.0
    for place, chance in enumerate((0.25, 0.15, 0.2, 0.1), start=1):
        listed = rng.random(people) < chance * (1 + 0.4 * leaning)
        columns[f"R{place}"] = [int(on) for on in listed]
    seen = np.flatnonzero(sum(np.array(columns[f"R{place}"]) for place in range(1, 5)))
    rows = {name: [values[i] for i in seen] for name, values in columns.items()}
    table = CovariateTable.of(
        rows, lists=["R1", "R2", "R3", "R4"], covariates=list(levels)
    ).with_trend("Y", 2)
    outcome = estimate_covariates(table, CovariateSettings(repeat="none"))
    return "-" if outcome.estimate is None else f"{outcome.estimate:,.0f} of {people:,} in truth"


TASKS = (
    Task("import telwerk, fresh interpreter", lambda: import_only("telwerk"), "0.3 s", "-"),
    Task("import telwerk.mse, fresh interpreter", lambda: import_only("telwerk.mse"), "-", "-"),
    Task("six lists, 32,768 pairwise models", pairwise_six, "1 s", "160 s"),
    Task("five lists, 6,893 models", hierarchical_five, "0.3 s", "27 s"),
    Task("five lists, BCa, 1,000 x best hundred", lambda: bootstrap(100), "2 s", "about 40 s"),
    Task("five lists, BCa, 1,000 x all 6,893", lambda: bootstrap(0), "60 s", "about 4 h", 3),
    Task(
        "six lists UK, order 3, exact best of 3.7 million",
        lambda: six_to_order_three(united_kingdom()),
        "60 s",
        "not feasible",
        3,
    ),
    Task(
        "six lists NL, order 3, exact best of 3.7 million",
        lambda: six_to_order_three(netherlands()),
        "60 s",
        "not feasible",
        3,
    ),
    Task("estimate with profile interval", lambda: str(by_bic(netherlands()).model), "-", "-"),
    Task("graphs, six lists", lambda: by_method("graphs", united_kingdom()), "5 s", "-", 3),
    Task("graphs, seven lists", lambda: by_method("graphs", seven_lists()), "120 s", "-", 1),
    Task("covariates, search over 1,536 cells", covariate_search, "2 s", "43 s", 3),
    Task(
        "latent classes, UK five lists",
        lambda: by_method("latent", united_kingdom_five()),
        "60 s",
        "ESS 28, R-hat 1.19",
        1,
    ),
)


def measured(task: Task) -> tuple[float, str]:
    """Give the median time of a task and what came out."""
    spent, outcome = [], ""
    for _ in range(task.runs):
        began = time.perf_counter()
        outcome = task.work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent), outcome


def main() -> int:
    """Print the table."""
    print(f"# telwerk, {threads()} processors, medians\n")
    print("| work | telwerk | goal | peer in R | outcome |\n|---|---|---|---|---|")
    for task in TASKS:
        seconds, outcome = measured(task)
        print(f"| {task.name} | {seconds:.3f} s | {task.goal} | {task.peer} | {outcome} |")
        sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nLargest memory of the whole run: {peak:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
