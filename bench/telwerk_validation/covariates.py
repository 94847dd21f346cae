# SPDX-License-Identifier: EUPL-1.2
"""Lists with covariates against mse, MSEincomplete and drpop."""

import csv
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from bench.telwerk_validation.rows import Row, Section, Source, number, share, words
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.methods.covariates import CovariateSettings, estimate_covariates
from telwerk.mse.methods.doubly_robust import Form
from telwerk.mse.methods.incomplete import IncompleteSettings, estimate_incomplete
from telwerk.mse.methods.robust import TwoListSettings, estimate_robust
from telwerk.mse.models.covariate_design import Design
from telwerk.mse.models.covariate_search import Step, search

TABLED = 0.051  # their table has one decimal
SENSIBLE = 1e6  # people; beyond it their number is a drift towards infinity


def raw_columns(source: Source, name: str) -> dict[str, list[str]]:
    """Read a table as columns of text."""
    with (source.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows] for column in rows[0]}


def search_path(source: Source) -> Iterator[Row]:
    """The whole search path of the Dutch team, until a step has no estimate."""
    for _, result in source.results("cruyff_mse_simdat.json"):
        table = _simulated(source)
        for degree in (1, 2):
            trend = table.with_trend("Y", degree)
            design, counts = Design(trend), trend.counts.ravel().astype(float)
            ours = search(design, counts)
            theirs = result[f"search_degree{degree}"]["models"]
            label = f"simdat, year of degree {degree}"
            shared, costs = 0, []
            for step, row in zip(ours.steps, theirs, strict=False):
                change = f"{step.sign} {design.name(step.pair)}" if step.pair else ""
                if change != row["Step"]:
                    break
                shared += 1
                away = abs(step.fit.estimate - row["Nhat"])
                costs += _costs(step, row, result[f"search_degree{degree}"]["minima"])
                yield Row(
                    f"{label}, step {shared}", change or "main effects",
                    f"{step.fit.estimate:,.1f}", f"{row['Nhat']:,.1f}", away, TABLED,
                )  # fmt: skip
            mine, wanted = zip(*costs, strict=True)
            what = "AIC, AICc, BIC, deviance on the path"
            yield Row(label, what, f"{len(mine)} numbers", f"{len(wanted)}",
                      max(abs(a - b) for a, b in costs), 2 * TABLED)  # fmt: skip
            last = ours.steps[min(shared, len(ours.steps) - 1)]
            refused = ", ".join(design.name(pair) for pair in last.rejected)
            yield words(
                f"{label}, then",
                f"refused: {refused}",
                "refused",
                _next(theirs, shared, table.observed),
            )


def _costs(step: Step, row: dict[str, float], least: dict[str, float]) -> list[tuple[float, float]]:
    fit = step.fit
    mine = {"AIC": fit.aic, "AICc": fit.aicc, "BIC": fit.bic}
    found = [(value - least[name], row[name]) for name, value in mine.items()]
    return [*found, (fit.deviance, row["Resid..Dev"])]


def subgroups(source: Source) -> Iterator[Row]:
    """The model with the least BIC, its subgroups, and the limits of its parametric bootstrap."""
    for _, result in source.results("cruyff_mse_simdat.json"):
        tables = result["boot"]["tables"]
        plan = CovariateSettings(repeat="model", replicates=300, by="Y")
        ours = estimate_covariates(_simulated(source).with_trend("Y", 2), plan)
        parts = {part.label: part for part in ours.parts}
        (whole,) = tables["x"]
        label = "simdat, year of degree 2"
        size, band = float(ours.estimate or 0), ours.interval
        assert band, "the best model has an interval"
        yield words(label, "N", f"{size:.0f}", f"{whole['Nhat']}")
        for what, end, theirs in (
            ("low", band.low, whole["min95"]),
            ("high", band.high, whole["max95"]),
        ):
            yield number(label, f"{what}, 200 tables", float(end or 0), theirs, tolerance=0.15)
        for name in ("Y", "X1", "X2", "X3", "X4"):
            rows = tables[name]
            found = [parts[_part(name, row)] for row in rows]
            equal = [
                (part.observed, round(part.estimate or 0)) == (row["nobs"], row["Nhat"])
                for part, row in zip(found, rows, strict=True)
            ]
            yield share(label, f"subgroups by year and {name}", sum(equal), len(rows))


def _part(name: str, row: dict[str, Any]) -> str:
    year = f"Y={row['Year']}"
    return year if name == "Y" else f"{year}, {name}={row['row']}"


def _simulated(source: Source) -> CovariateTable:
    return CovariateTable.read(
        source.folder / "simdat_covariates.csv",
        lists=["R1", "R2", "R3", "R4"],
        covariates=["X1", "X2", "X3", "X4", "Y"],
        count="count",
    )


def _next(theirs: list[dict[str, float]], at: int, observed: int) -> str:
    """Say what the peer does next: a number that drifted off, or a step that makes sense."""
    if at >= len(theirs):
        return "refused"
    size = theirs[at]["Nhat"]
    drifted = size > SENSIBLE or round(size) <= observed
    return "refused" if drifted else str(theirs[at]["Step"])


def incomplete(source: Source) -> Iterator[Row]:
    """Unknown covariates completed by EM."""
    for _, theirs in source.results("mseincomplete_lcaimp.json"):
        columns = raw_columns(source, "lcaimp_missing")
        seen = [i for i in range(len(columns["A"])) if "1" in [columns[k][i] for k in "ABC"]]
        table = CovariateTable.of(
            {name: [values[i] for i in seen] for name, values in columns.items()},
            lists=list("ABC"),
            covariates=list("abc"),
            count="Freq",
        )
        for formula in (key for key in theirs if "~" in key):
            parts = "".join(formula.split("~")[1].split()).split("+")
            pairs = [(a, b) for a, _, b in (part.partition(":") for part in parts) if b]
            ours = estimate_incomplete(table, IncompleteSettings(pairs, replicates=0))
            yield number(
                formula, "N", float(ours.estimate or 0), theirs[formula]["N"], tolerance=1e-6
            )
            want = np.sort([row["b"] for row in theirs[formula]["pars"]])
            found = np.sort(ours.diagnostics["coefficients"])
            equal = int(np.sum(np.abs(want - found) < 1e-5)) if want.size == found.size else 0
            yield share(formula, "coefficients", equal, want.size)


def robust(source: Source) -> Iterator[Row]:
    """Doubly robust; both divide the people into random folds."""
    for _, result in source.results("drpop_sim.json"):
        theirs = {row["method"]: row for row in result["result"]}
        ours = estimate_robust(
            raw_columns(source, "drpop_sim"), TwoListSettings(("y1", "y2"), ["x"])
        )
        yield number("drpop_sim", "N", float(ours.estimate or 0), theirs["DR"]["n"], tolerance=0.01)
        error = float(ours.diagnostics["standard_error"])
        yield number("drpop_sim", "standard error", error, theirs["DR"]["sigman"], tolerance=0.1)
        band = ours.interval
        assert band, "an estimate of this kind has an interval"
        for what, end, key in (("low", band.low, "cin.l"), ("high", band.high, "cin.u")):
            yield number("drpop_sim", what, float(end or 0), theirs["DR"][key], tolerance=0.01)
        for key, name, error in (("PI", "plug_in", 0.1), ("TMLE", "targeted", math.inf)):
            form: Form = "pi" if key == "PI" else "tmle"
            other = estimate_robust(
                raw_columns(source, "drpop_sim"), TwoListSettings(("y1", "y2"), ["x"], form=form)
            )
            size, spread = ours.diagnostics[name], other.diagnostics["standard_error"]
            yield number("drpop_sim", f"N, {key}", size, theirs[key]["n"], tolerance=0.01)
            text = f"standard error, {key}"
            yield number("drpop_sim", text, spread, theirs[key]["sigman"], tolerance=error)


SECTIONS = (
    Section(
        "The Dutch method",
        "mse: the search path over four lists and five covariates, step by step, with the "
        "difference in people. Where telwerk refuses a step, the peer goes on to 1.7 billion "
        "people, or to nobody unseen at all: both are drifts to infinity of a model without an "
        "estimate.",
        search_path,
    ),
    Section(
        "Subgroups of the Dutch method",
        "mse: the model with the least BIC, year by year. Limits are percentiles of 200 tables.",
        subgroups,
    ),
    Section("Unknown covariates", "MSEincomplete, EM.", incomplete),
    Section(
        "Doubly robust",
        "drpop, with random folds: within 1%. Its targeted standard error is only shown: ours is "
        "that of the parts of people after the chances were bent.",
        robust,
    ),
)
