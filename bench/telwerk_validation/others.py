# SPDX-License-Identifier: EUPL-1.2
"""Other estimators against Rcapture, CARE1, dga, LCMCR, conting and SparseMSE."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from bench.telwerk_validation.rows import Row, Section, Source, largest, number, shown, words
from telwerk.arrays import Floats
from telwerk.mse.methods.graph_posterior import GraphPosterior, average_graphs
from telwerk.mse.methods.latent_posterior import sample_latent_classes
from telwerk.mse.methods.model_posterior import average_models
from telwerk.mse.methods.sample_coverage import sample_coverage
from telwerk.mse.methods.simple_estimators import lognormal_interval
from telwerk.mse.methods.threshold import ThresholdError, ThresholdSettings, threshold_model
from telwerk.mse.models.heterogeneity import Lists, Shape, fit_heterogeneity
from telwerk.mse.uncertainty.heterogeneity import profile_interval

QUANTILES = {"lo95": 0.025, "lo80": 0.1, "median": 0.5, "hi80": 0.9, "hi95": 0.975}
MIXES_FREELY = 8  # effects of three lists, among which conting's walk moves freely

FORMS = {
    "M0": (Shape.NONE, Lists.EQUAL),
    "Mt": (Shape.NONE, Lists.OWN),
    **{
        f"M{lists} {label}": (shape, lists)
        for lists in Lists
        for label, shape in {
            "Chao (LB)": Shape.CHAO,
            "Poisson2": Shape.POISSON,
            "Darroch": Shape.DARROCH,
            "Gamma3.5": Shape.GAMMA,
        }.items()
    },
}


def heterogeneity(source: Source) -> Iterator[Row]:
    """All closed models of Rcapture for people who differ."""
    for name, result in source.results("rcapture_*.json"):
        data = name.removeprefix("rcapture_")
        counts = source.table(data).counts.astype(float)
        kept = []
        for row in result["closedp_t"]:
            if row["model"] not in FORMS:
                continue  # behavioural models need an order in time, which lists do not have
            shape, lists = FORMS[row["model"]]
            ours = fit_heterogeneity(counts, shape=shape, lists=lists)
            size = float(ours.estimate or 0)
            yield number(data, row["model"], size, row["abundance"], tolerance=1e-6)
            kept.append((ours, row))
        for what, key, tolerance in (
            ("standard error", "stderr", 3e-4),
            ("deviance", "deviance", 1e-6),
            ("AIC", "AIC", 1e-6),
            ("BIC", "BIC", 1e-6),
            ("degrees of freedom", "df", 0.0),
        ):
            mine = [float(getattr(fit, what.replace(" ", "_").lower())) for fit, _ in kept]
            yield largest(data, what, mine, [row[key] for _, row in kept], tolerance=tolerance)
        yield from _bound_interval(data, counts, result["MthChao_CI"])


def _bound_interval(data: str, counts: Floats, theirs: dict[str, float]) -> Iterator[Row]:
    """The likelihood interval of the lower bound, to the tenth of a person they find it to."""
    fit = fit_heterogeneity(counts, shape=Shape.CHAO, lists=Lists.OWN)
    band, peak = profile_interval(counts, fit)
    for what, ours, key in (
        ("peak", peak, "abundance"),
        ("low", band.low, "infCL"),
        ("high", band.high, "supCL"),
    ):
        label = f"Mth Chao (LB), profile {what}"
        yield number(data, label, float(ours or 0), theirs[key], tolerance=2e-5)


def coverage(source: Source) -> Iterator[Row]:
    """Sample coverage of CARE1."""
    for _, result in source.results("care1_*.json"):
        for data, theirs in result.items():
            counts = source.table(data).counts.astype(float)
            ours = sample_coverage(counts, np.random.default_rng(1))
            yield number(data, "coverage", ours.coverage, theirs["Chat"], tolerance=1e-9)
            for key, simple in (
                ("Indep", ours.independence),
                ("HSC", ours.high),
                ("LSC", ours.low),
            ):
                yield number(data, key, simple.size, theirs["est"][key], tolerance=1e-9)
                yield number(
                    data, f"{key}, standard error (bootstrap)", simple.standard_error,
                    theirs["se"][key], tolerance=0.2,
                )  # fmt: skip
            for key, (low, high) in zip(("Indep", "HSC", "LSC"), theirs["ci"], strict=True):
                band = lognormal_interval(theirs["est"][key], theirs["se"][key], counts.sum())
                for what, end, limit in (("low", band.low, low), ("high", band.high, high)):
                    text = f"{key}, {what}, from their standard error"
                    yield number(data, text, end, limit, tolerance=1e-5)


def graphs(source: Source) -> Iterator[Row]:
    """Averages over decomposable graphs of dga, exactly."""
    for name, result in source.results("dga_*.json"):
        data = name.removeprefix("dga_")
        counts = source.table(data).counts
        for run in result["runs"]:
            if run.get("underflow"):
                continue
            ours = average_graphs(counts, delta=run["delta"], grid_end=run["max_missing_mult"])
            label = f"{data}, delta {run['delta']:.4g}, {run['max_missing_mult']} n"
            yield number(label, "mean", ours.mean, run["mean"], tolerance=1e-9)
            yield number(label, "sd", ours.standard_deviation, run["sd"], tolerance=1e-6)
            yield number(label, "mode", ours.mode, run["mode"], tolerance=0.0)
            for key, at in QUANTILES.items():
                yield number(label, key, float(ours.quantile(at)), run[key], tolerance=0.0)
            if "top_models" in run:
                yield _best_graphs(label, ours, run["top_models"])


def _best_graphs(label: str, ours: GraphPosterior, theirs: list[dict[str, Any]]) -> Row:
    mine = [graph.probability for graph in ours.graphs[: len(theirs)]]
    want = [row["prob"] for row in theirs[: len(mine)]]
    return largest(label, "probability of the best graphs", mine, want, tolerance=1e-8)


def latent(source: Source) -> Iterator[Row]:
    """Latent classes of LCMCR, where its chains had settled (R-hat below 1.01)."""
    for name, result in source.results("lcmcr_*.json"):
        data = name.removeprefix("lcmcr_")
        table = source.table(data)
        ours = sample_latent_classes(table.counts, np.random.default_rng(1))
        there = result.get("Rhat")
        converged = there is not None and there < 1.01
        wide = 0.05 if converged else math.inf
        apart = "unknown" if there is None else f"{there:.2f}"
        label = f"{data}, R-hat there {apart}, here {ours.convergence.r_hat:.3f}"
        for key in result["quantiles"]:
            at = float(key.rstrip("%")) / 100
            yield number(label, key, ours.quantile(at), result["quantiles"][key], tolerance=wide)


def averaging(source: Source) -> Iterator[Row]:
    """Averages over hierarchical models of conting, within the error of its walk."""
    priors: dict[str, Any] = {"UIP": "unit", "SBH": "hyper-g"}
    for name, result in source.results("conting_*.json"):
        data = name.removeprefix("conting_")
        for key, theirs in result["runs"].items():
            ours = average_models(
                source.table(data).counts, np.random.default_rng(1), prior=priors[key]
            )
            wide = 0.15 if len(theirs["inter_prob"]) <= MIXES_FREELY else math.inf
            for level in ("10%", "50%", "90%"):
                at = float(level.rstrip("%")) / 100
                yield number(
                    f"{data}, {key}",
                    level,
                    ours.quantile(at),
                    theirs["quantiles"][level],
                    tolerance=wide,
                )
            pairs = {k: v for k, v in theirs["inter_prob"].items() if ":" in k}
            names = source.table(data).lists
            for pair, chance in pairs.items():
                chosen = tuple(sorted(names.index(part) + 1 for part in pair.split(":")))
                mine = ours.together[chosen]
                away = abs(mine - chance)
                wide = 0.1 if len(theirs["inter_prob"]) <= MIXES_FREELY else math.inf
                at_pair = f"chance that {pair} depend"
                yield Row(f"{data}, {key}", at_pair, f"{mine:.3f}", f"{chance:.3f}", away, wide)


def threshold(source: Source) -> Iterator[Row]:
    """Bayesian thresholding of SparseMSE: which sets are kept, and the median."""
    for name, result in source.results("bayesthresh_*.json"):
        data = name.removeprefix("bayesthresh_")
        table = source.table(data)
        for run in result["runs"]:
            rules = ThresholdSettings(run["prior"], run["maxorder"], run["threshold"])
            label = f"{data}, {run['prior']}, order {run['maxorder']}, {run['threshold']}"
            theirs = "refused" if "error" in run else _kept(run)
            try:
                ours = threshold_model(table.counts, np.random.default_rng(1), rules)
            except ThresholdError:
                yield words(label, "sets kept", "refused", theirs)
                continue
            kept = ", ".join(sorted(_label(mask, table.lists) for mask in ours.kept))
            edge = _on_the_edge(run)
            row = words(label, "sets kept", kept, theirs)
            if edge and kept != theirs:
                yield shown(label, f"sets kept ({edge} is on the edge)", kept, theirs)
                continue
            yield row
            if "popest" in run:
                yield number(label, "median", ours.quantile(0.5), run["popest"], tolerance=0.03)
            for key in ("2.5%", "97.5%"):
                if run.get("quantiles"):
                    at = float(key.rstrip("%")) / 100
                    theirs_at = run["quantiles"][key]
                    yield number(label, key, ours.quantile(at), theirs_at, tolerance=0.08)


def _label(mask: int, lists: tuple[str, ...]) -> str:
    return ":".join(name for i, name in enumerate(lists) if mask >> i & 1)


def _kept(run: dict[str, Any]) -> str:
    found: list[str] = []
    for key in ("retained", "retained_triples"):
        value = run[key] or []
        found += [value] if isinstance(value, str) else value
    return ", ".join(sorted(found))


def _on_the_edge(run: dict[str, Any]) -> str:
    """Name an effect whose ratio lies within 0.02 of the threshold: chance decides there."""
    stats = run.get("stats") or {}
    near = [k for k, v in stats.items() if abs(abs(float(v)) - run["threshold"]) < 0.02]
    return ", ".join(near)


SECTIONS = (
    Section("Differing visibility", "Rcapture, closedp.t.", heterogeneity),
    Section("Sample coverage", "CARE1; its standard errors come from 200 replicates.", coverage),
    Section("Decomposable graphs", "dga, on the same grid.", graphs),
    Section(
        "Latent classes",
        "LCMCR; compared where its chains had settled, shown where they had not.",
        latent,
    ),
    Section(
        "Hierarchical models averaged",
        "conting, 6,500 correlated steps; within 15% for three lists. With five lists its walk "
        "stays in the valley where it began and never meets the models with the lowest BIC, which "
        "give twice as many people; there the two are only shown.",
        averaging,
    ),
    Section(
        "Bayesian thresholding",
        "SparseMSE, 10,000 steps of a random walk. An effect within 0.02 of the threshold is "
        "decided by chance there, and then only shown.",
        threshold,
    ),
)
