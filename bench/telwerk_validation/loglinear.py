# SPDX-License-Identifier: EUPL-1.2
"""Log-linear models against MultipleSystemsEstimation, SparseMSE and Rcapture."""

from collections.abc import Iterator

import numpy as np

from bench.telwerk_validation.rows import Row, Section, Source, number, share, shown, words
from telwerk.mse.bootstrap import Resampled, among, choose_among, jackknife, resample
from telwerk.mse.intervals import profile, wald
from telwerk.mse.loglinear import Fits, fit_model, fit_models, statuses
from telwerk.mse.models import closed, enumerate_models, model_name, parse_model, unpack
from telwerk.mse.search import downhill, stepwise

EXACT = 1e-6  # relative on people, absolute on the BIC: what the files carry
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


def forward(source: Source) -> Iterator[Row]:
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
            if row.get("old_wald95") and not row["neginf"]:
                band = wald(
                    table.observed,
                    float(choice.fit.log_dark[0]),
                    float(choice.fit.variance[0]),
                    0.95,
                )
                for end, ours_at in zip(row["old_wald95"], (band.low, band.high), strict=True):
                    yield number(label, "Wald limit", float(ours_at or 0), end, tolerance=WALD)
        if result.get("bootstrap"):
            choice = stepwise(table.counts, 0.02)
            left_out, weights = jackknife(table.counts, choice.again)
            draws = Resampled(0.0, left_out[:, 0], left_out[:, 0], weights)
            theirs = result["bootstrap"]["new"]["ahat"]
            yield number(data, "acceleration", draws.acceleration, theirs, tolerance=EXACT)


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
        sizes = rows.sum(axis=1) + np.exp(chosen.log_dark[:, 0])
        away = max(abs(s / r["estimate"] - 1) for s, r in zip(sizes, replicates, strict=True))
        yield Row(label, "N, largest relative difference", f"{away:.1e}", "0", away, EXACT)
        equal = sum(
            {names[i] for i in np.flatnonzero(statuses(row.astype(np.int64), models))}
            == set(theirs["failing"])
            for row, theirs in zip(rows, replicates, strict=True)
        )
        yield share(label, "refusals", equal, len(replicates))
        left_out, weights = jackknife(table.counts, among(models, "bic"))
        draws = Resampled(0.0, left_out[:, 0], left_out[:, 0], weights)
        yield number(label, "acceleration", draws.acceleration, result["ahat"], tolerance=EXACT)


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
            yield _placed(at, "median", ours, 0.5, theirs=row["percentile"]["50%"])
            for p, theirs in ((0.025, row["bca"]["0.025"]), (0.975, row["bca"]["0.975"])):
                yield _placed(at, f"BCa {p}", ours, ours.bca_share(p), theirs=theirs)


def _placed(at: str, what: str, ours: Resampled, expected: float, *, theirs: float) -> Row:
    """Compare a limit by the share of our replicates below it: replicates come in lumps."""
    near = 1e-6 * theirs
    below = float(np.mean(ours.usable < theirs - near))
    upto = float(np.mean(ours.usable <= theirs + near))
    away = max(0.0, below - expected, expected - upto)
    mine = f"{ours.quantile(expected):,.0f} at {expected:.3f}"
    return Row(at, what, mine, f"{theirs:,.0f} at {below:.3f} to {upto:.3f}", away, 0.06)


def valleys(source: Source) -> Iterator[Row]:
    """Downhill from main effects: the same valley after as many models."""
    for name, result in source.results("downhill_*.json"):
        data = name.removeprefix("downhill_")
        table = source.table(data)
        for key, row in result.items():
            if not key.startswith("order"):
                continue
            order = int(key.removeprefix("order"))
            choice = downhill(table, order=order, criterion="bic", starts=1, seed=1)
            assert choice, "main effects are valid on every table of this kind"
            label = f"{data}, order {order}"
            yield words(label, "model", model_name(choice.model, table.t), row["model"])
            yield number(
                label, "N", float(choice.fit.estimate()[0]), row["estimate"], tolerance=EXACT
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
        sizes, errors = fits.estimate(), []
        refused_there = 0
        for row in rows:
            i = at.get(row["model"])
            if i is None or fits.status[i]:
                refused_there += 1
                continue
            errors.append(abs(sizes[i] / float(row["abundance"]) - 1))
        # A parameter at minus infinity drifts to about -20 there: 1e-5 of the estimate.
        away = max(errors)
        text = f"{len(errors):,} models, {away:.1e}"
        yield Row(data, "N, largest relative difference", text, "0", away, 1e-4)
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
        "Forward selection", "MultipleSystemsEstimation and SparseMSE, per threshold.", forward
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
        "theirs must be within 0.06 of the share that the limit stands for.",
        bootstraps,
    ),
    Section("Downhill", "MultipleSystemsEstimation, from main effects.", valleys),
    Section("Profile limits", "Rcapture, closedpCI.t.", profiles),
    Section(
        "All models of Rcapture",
        "closedpMS does not know about parameters at minus infinity: its numbers drift, and "
        "models without an estimate get one.",
        rcapture_models,
    ),
)
