# SPDX-License-Identifier: EUPL-1.2
"""Log-linear models against MultipleSystemsEstimation, SparseMSE and Rcapture."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from bench.telwerk_validation.rows import (
    EXACT,
    Row,
    Section,
    Source,
    largest,
    number,
    share,
    shown,
    words,
)
from telwerk.mse.models.hierarchical import (
    closed,
    enumerate_models,
    model_name,
    parse_model,
    unpack,
)
from telwerk.mse.models.loglinear import Fits, fit_model, fit_models, statuses
from telwerk.mse.models.search import local_search, stepwise
from telwerk.mse.models.selection import among, choose_among
from telwerk.mse.uncertainty.bootstrap import Resampled, jackknife, resample
from telwerk.mse.uncertainty.intervals import profile, wald

MANY, FEW = 0.06, 0.15  # shares of 1,000 and of 100 replicates that chance may move
WALD = 1e-5  # glm in R takes the variance one step before the end


def every_model(source: Source) -> Iterator[Row]:
    """Every valid model: which are valid, estimate, BIC."""
    for name, rows in source.results("bicall_*.csv"):
        data, _, order = name.removeprefix("bicall_").rpartition("_order")
        table = source.table(data)
        fits = fit_models(table.counts, enumerate_models(table.t, int(order)))
        valid = np.flatnonzero(fits.status == 0)
        at = {model_name(unpack(fits.models[i]), table.t): i for i in valid}
        theirs = {row["model"]: row for row in rows}
        label = f"{data}, order {order}"
        both = [model for model in theirs if model in at]
        yield share(label, "valid models", len(both), max(len(theirs), len(at)))
        index = [at[model] for model in both]
        size = np.array([float(theirs[model]["abundance"]) for model in both])
        bic = np.array([float(theirs[model]["BIC"]) for model in both])
        away = np.max(np.abs(fits.estimate()[index] / size - 1))
        yield Row(label, "N, largest relative difference", f"{away:.1e}", "0", away, EXACT)
        away = np.max(np.abs(fits.cost("bic")[index] - bic))
        yield Row(label, "BIC, largest difference", f"{away:.1e}", "0", away, EXACT)


def best_models(source: Source) -> Iterator[Row]:
    """The best model of each order."""
    for name, result in source.results("bic_*.json"):
        data = name.removeprefix("bic_")
        table = source.table(data)
        for key, row in result.items():
            if not key.startswith("order"):
                continue
            order = int(key.removeprefix("order"))
            fits = fit_models(table.counts, enumerate_models(table.t, order))
            best = fits.ranked("bic")[0]
            label = f"{data}, order {order}"
            ours = model_name(unpack(fits.models[best]), table.t)
            yield words(label, "best model", ours, row["best_model"])
            yield number(label, "N", float(fits.estimate()[best]), row["estimate"], tolerance=EXACT)
            yield number(label, "BIC", float(fits.cost("bic")[best]), row["BIC"], tolerance=EXACT)
            counted = (len(fits.models), int((fits.status == 0).sum()))
            theirs = (row["models_enumerated"], row["models_passing"])
            for what, ours_is, theirs_is in zip(("models", "valid"), counted, theirs, strict=True):
                yield words(label, what, f"{ours_is:,}", f"{theirs_is:,}")
            yield _top(label, fits, row["top"])


def _top(label: str, fits: Fits, theirs: list[dict[str, Any]]) -> Row:
    """The models next to the best, by their BIC: equal ones may change places."""
    costs = np.sort(fits.cost("bic"))[: len(theirs)].tolist()
    return largest(label, "BIC of the next", costs, [row["BIC"] for row in theirs], tolerance=EXACT)


def refused(source: Source) -> Iterator[Row]:
    """Which models have no estimate, and why."""
    for name, result in source.results("existence_*.json"):
        data = name.removeprefix("existence_")
        table = source.table(data)
        models = enumerate_models(table.t, table.t - 1)
        codes = statuses(table.counts, models)
        ours = {
            (model_name(unpack(models[i]), table.t), int(codes[i])) for i in np.flatnonzero(codes)
        }
        theirs = {(model, code) for model, code in result["failing"]}
        yield share(data, "models refused, with reason", len(ours & theirs), len(ours | theirs))


def forward_selection(source: Source) -> Iterator[Row]:
    """Forward selection at every threshold, and the acceleration of its bootstrap."""
    for name, result in source.results("stepwise_*.json"):
        data = name.removeprefix("stepwise_")
        table = source.table(data)
        for row in result["pthresh"]:
            choice = stepwise(table.counts, row["pthresh"])
            label = f"{data}, {row['pthresh']}"
            ours = model_name(choice.model, table.t)
            yield words(label, "model", ours, row["new_model"])
            size = float(choice.fit.estimate()[0])
            yield number(label, "N", size, row["new_popest"], tolerance=EXACT)
            bic = float(choice.fit.cost("bic")[0])
            yield number(label, "BIC", bic, row["new_bic"], tolerance=EXACT)
            if row.get("old_wald95") and not row["neginf"]:
                band = wald(
                    table.observed,
                    float(choice.fit.log_unobserved[0]),
                    float(choice.fit.variance[0]),
                    0.95,
                )
                for end, ours_at in zip(row["old_wald95"], (band.low, band.high), strict=True):
                    yield number(label, "Wald limit", float(ours_at or 0), end, tolerance=WALD)
        if result.get("bootstrap"):
            choice = stepwise(table.counts, 0.02)
            left_out, weights = jackknife(table.counts, choice.again)
            theirs = result["bootstrap"]["new"]
            made = resample(table.counts, choice.again, replicates=2000, seed=1)[:, 0]
            draws = Resampled(theirs["popest"], made, left_out[:, 0], weights)
            yield number(data, "acceleration", draws.acceleration, theirs["ahat"], tolerance=EXACT)
            for quantile in ("10%", "50%", "90%"):
                expected = float(quantile.rstrip("%")) / 100
                yield _placed(
                    data, f"bootstrap {quantile}", draws, expected,
                    theirs=theirs["boot_q"][quantile], within=FEW,
                )  # fmt: skip


def _ranked(table_fits: Fits, most: int) -> np.ndarray:
    return table_fits.models[table_fits.ranked("bic")[:most]]


def resampled_tables(source: Source) -> Iterator[Row]:
    """The same resampled tables: the same model, estimate, BIC and refusals."""
    for name, result in source.results("detrep_*.json"):
        table = source.table(result["data"])
        fits = fit_models(table.counts, enumerate_models(table.t, result["maxorder"]))
        models = _ranked(fits, result["ntop"])
        names = [model_name(unpack(row), table.t) for row in models]
        label, replicates = name.removeprefix("detrep_"), result["replicates"]
        masks = [int(text[::-1], 2) for text in result["histories"]]
        rows = np.zeros((len(replicates), table.counts.size))
        for i, replicate in enumerate(replicates):
            rows[i, masks] = replicate["counts"]
        chosen = choose_among(rows, models, "bic", np.array([len(models)], dtype=np.int32))
        same = [
            names[at] == theirs["chosen"]
            for at, theirs in zip(chosen.index[:, 0], replicates, strict=True)
        ]
        yield share(label, "chosen models", sum(same), len(same))
        sizes = rows.sum(axis=1) + np.exp(chosen.log_unobserved[:, 0])
        away = max(abs(s / r["estimate"] - 1) for s, r in zip(sizes, replicates, strict=True))
        yield Row(label, "N, largest relative difference", f"{away:.1e}", "0", away, EXACT)
        costs = [row["BIC"] for row in replicates]
        yield largest(label, "BIC", chosen.cost[:, 0].tolist(), costs, tolerance=EXACT)
        equal = sum(
            {names[i] for i in np.flatnonzero(statuses(row.astype(np.int64), models))}
            == set(theirs["failing"])
            for row, theirs in zip(rows, replicates, strict=True)
        )
        yield share(label, "refusals", equal, len(replicates))
        left_out, weights = jackknife(table.counts, among(models, "bic"))
        draws = Resampled(0.0, left_out[:, 0], left_out[:, 0], weights)
        yield number(label, "acceleration", draws.acceleration, result["ahat"], tolerance=EXACT)
        seen = [format(mask, f"0{table.t}b")[::-1] for mask in np.flatnonzero(table.counts)]
        ours = dict(zip(seen, left_out[:, 0].tolist(), strict=True))
        theirs = {row["history"]: row["estimate"] for row in result["jackknife"]}
        mine = [ours[history] for history in theirs]
        yield largest(label, "jackknife, N", mine, list(theirs.values()), tolerance=EXACT)


def bootstraps(source: Source) -> Iterator[Row]:
    """BCa with selection repeated: acceleration exactly, the rest to Monte Carlo error."""
    for name, result in source.results("bootbic_*.json"):
        label, _, order = name.removeprefix("bootbic_").rpartition("_order")
        table = source.table(result["data"])
        fits = fit_models(table.counts, enumerate_models(table.t, int(order)))
        marks = np.array([row["ntop"] for row in result["bca_by_ntop"]], dtype=np.int32)
        select = among(_ranked(fits, len(fits.models)), "bic", marks)
        draws = resample(table.counts, select, replicates=4000, seed=1)
        left_out, weights = jackknife(table.counts, select)
        for i, row in enumerate(result["bca_by_ntop"]):
            ours = Resampled(result["estimate"], draws[:, i], left_out[:, i], weights)
            at = f"{label}, ntop {row['ntop']}"
            yield number(at, "acceleration", ours.acceleration, row["ahat"], tolerance=EXACT)
            away = abs(ours.bias - row["z0"])
            yield Row(at, "z0", f"{ours.bias:.3f}", f"{row['z0']:.3f}", away, 0.2)
            for text, theirs in row["percentile"].items():
                expected = float(text.rstrip("%")) / 100
                yield _placed(at, f"bootstrap {text}", ours, expected, theirs=theirs, within=MANY)
            for text, theirs in row["bca"].items():
                expected = ours.bca_share(float(text))
                yield _placed(at, f"BCa {text}", ours, expected, theirs=theirs, within=MANY)


def _placed(
    at: str, what: str, ours: Resampled, expected: float, *, theirs: float, within: float
) -> Row:
    """Compare a limit by the share of our replicates below it: replicates come in lumps."""
    near = 1e-6 * theirs
    below = float(np.mean(ours.usable < theirs - near))
    upto = float(np.mean(ours.usable <= theirs + near))
    away = max(0.0, below - expected, expected - upto)
    mine = f"{ours.quantile(expected):,.0f} at {expected:.3f}"
    return Row(at, what, mine, f"{theirs:,.0f} at {below:.3f} to {upto:.3f}", away, within)


def local_optima(source: Source) -> Iterator[Row]:
    """Downhill from main effects: the same valley after as many models."""
    for name, result in source.results("downhill_*.json"):
        data = name.removeprefix("downhill_")
        table = source.table(data)
        for key, row in result.items():
            if not key.startswith("order"):
                continue
            order = int(key.removeprefix("order"))
            choice = local_search(table, order=order, criterion="bic", starts=1, seed=1)
            assert choice, "main effects are valid on every table of this kind"
            label = f"{data}, order {order}"
            yield words(label, "model", model_name(choice.model, table.t), row["model"])
            yield number(
                label, "N", float(choice.fit.estimate()[0]), row["estimate"], tolerance=EXACT
            )
            yield number(
                label, "BIC", float(choice.fit.cost("bic")[0]), row["BIC"], tolerance=EXACT
            )
            visited = choice.diagnostics["models_visited"]
            yield words(label, "models visited", str(visited), str(row["models_visited"]))


def profiles(source: Source) -> Iterator[Row]:
    """Profile limits and standard errors of Rcapture, whose root finding stops at 1e-4 people."""
    for name, result in source.results("rcapture_*.json"):
        data = name.removeprefix("rcapture_")
        table = source.table(data)
        best = result["closedpMS"]["best"][0]
        for model, limits in (
            (closed(table.t, []), result["Mt_CI"]),
            (parse_model(best["model"], table.t), result["bestBIC_CI"]["CI"]),
        ):
            label = f"{data}, {model_name(model, table.t)}"
            fit = fit_model(table.counts, model)
            band, peak = profile(table.counts, model, float(fit.estimate()[0]), 0.95)
            yield number(label, "profile peak", peak, limits["abundance"], tolerance=1e-5)
            yield number(
                label, "profile low", float(band.low or 0), limits["infCL"], tolerance=2e-6
            )
            yield number(
                label, "profile high", float(band.high or 0), limits["supCL"], tolerance=2e-6
            )


def rcapture_models(source: Source) -> Iterator[Row]:
    """Every model of Rcapture that has an estimate; the others it reports anyway."""
    for name, rows in source.results("closedpMS_*.csv"):
        data = name.removeprefix("closedpMS_")
        table = source.table(data)
        models = enumerate_models(table.t, table.t - 1)
        fits = fit_models(table.counts, models)
        at = {model_name(unpack(row), table.t): i for i, row in enumerate(models)}
        sizes, errors, spreads, costs = fits.estimate(), [], [], []
        unobserved = sizes - fits.people
        spread = np.sqrt(unobserved + unobserved**2 * fits.variance)
        refused_there = 0
        for row in rows:
            i = at.get(row["model"])
            if i is None or fits.status[i]:
                refused_there += 1
                continue
            errors.append(abs(sizes[i] / float(row["abundance"]) - 1))
            spreads.append((float(spread[i]), float(row["stderr"])))
            costs.append((float(fits.cost("bic")[i]), float(row["BIC"])))
        # A parameter at minus infinity drifts to about -20 there: 1e-5 of the estimate.
        away = max(errors)
        text = f"{len(errors):,} models, {away:.1e}"
        yield Row(data, "N, largest relative difference", text, "0", away, 1e-4)
        ours, theirs = zip(*spreads, strict=True)
        # glm in R takes the variance one step before the end
        yield largest(data, "standard error", ours, theirs, tolerance=1e-3)
        ours, theirs = zip(*costs, strict=True)
        yield largest(data, "BIC", ours, theirs, tolerance=EXACT)
        yield shown(data, "models without an estimate, given one there", "0", f"{refused_there:,}")


SECTIONS = (
    Section("Every model", "MultipleSystemsEstimation: all models, ranked by BIC.", every_model),
    Section("Best models", "MultipleSystemsEstimation: the best model per order.", best_models),
    Section(
        "Models without an estimate",
        "MultipleSystemsEstimation decides with a linear programme in floating point; "
        "telwerk with exact integers.",
        refused,
    ),
    Section(
        "Forward selection",
        "MultipleSystemsEstimation and SparseMSE, per threshold.",
        forward_selection,
    ),
    Section(
        "Resampled tables",
        "The same resampled tables and jackknife, chosen again.",
        resampled_tables,
    ),
    Section(
        "Bootstrap with selection",
        "MultipleSystemsEstimation, 1,000 replicates; telwerk 4,000 of its own. The acceleration "
        "must be equal and z0 within 0.2. Replicates come in lumps, one per model, between which "
        "limits jump; so a limit is compared by its place: the share of our replicates below "
        "theirs must be within 0.06 of the share that the limit stands for (0.15 for the forward "
        "selection above, of which theirs has 100 replicates).",
        bootstraps,
    ),
    Section("Downhill", "MultipleSystemsEstimation, from main effects.", local_optima),
    Section("Profile limits", "Rcapture, closedpCI.t.", profiles),
    Section(
        "All models of Rcapture",
        "closedpMS does not know about parameters at minus infinity: its numbers drift, and "
        "models without an estimate get one.",
        rcapture_models,
    ),
)
