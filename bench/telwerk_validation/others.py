# SPDX-License-Identifier: EUPL-1.2
"""Other estimators against Rcapture, CARE1, dga, LCMCR, conting and SparseMSE."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from bench.telwerk_validation.rows import Row, Section, Source, number, shown, words
from telwerk.mse.averaging import average_models
from telwerk.mse.decomposable import average_graphs
from telwerk.mse.heterogeneity import Lists, Shape, fit_heterogeneity
from telwerk.mse.latent import sample_latent_classes
from telwerk.mse.sample_coverage import sample_coverage
from telwerk.mse.threshold import CannotThreshold, Rules, threshold_model

SETTLED = 8  # effects of three lists, among which conting's walk moves freely

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
        for row in result["closedp_t"]:
            if row["model"] not in FORMS:
                continue  # behavioural models need an order in time, which lists do not have
            shape, lists = FORMS[row["model"]]
            ours = fit_heterogeneity(counts, shape=shape, lists=lists)
            size = float(ours.estimate or 0)
            yield number(data, row["model"], size, row["abundance"], tolerance=1e-6)


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
            for key, at in {"lo95": 0.025, "median": 0.5, "hi95": 0.975}.items():
                yield number(label, key, float(ours.quantile(at)), run[key], tolerance=0.0)


def latent(source: Source) -> Iterator[Row]:
    """Latent classes of LCMCR, where its chains had settled (R-hat below 1.01)."""
    for name, result in source.results("lcmcr_*.json"):
        data = name.removeprefix("lcmcr_")
        table = source.table(data)
        if table.t > 5:
            continue
        ours = sample_latent_classes(table.counts, np.random.default_rng(1))
        settled = result["Rhat"] < 1.01
        wide = 0.05 if settled else math.inf
        label = f"{data}, R-hat there {result['Rhat']:.2f}, here {ours.convergence.r_hat:.3f}"
        for key in ("2.5%", "50%", "97.5%"):
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
            wide = 0.15 if len(theirs["inter_prob"]) <= SETTLED else math.inf
            for level in ("10%", "50%", "90%"):
                at = float(level.rstrip("%")) / 100
                yield number(
                    f"{data}, {key}",
                    level,
                    ours.quantile(at),
                    theirs["quantiles"][level],
                    tolerance=wide,
                )


def threshold(source: Source) -> Iterator[Row]:
    """Bayesian thresholding of SparseMSE: which sets are kept, and the median."""
    for name, result in source.results("bayesthresh_*.json"):
        data = name.removeprefix("bayesthresh_")
        table = source.table(data)
        for run in result["runs"]:
            rules = Rules(run["prior"], run["maxorder"], run["threshold"])
            label = f"{data}, {run['prior']}, order {run['maxorder']}, {run['threshold']}"
            theirs = "refused" if "error" in run else _kept(run)
            try:
                ours = threshold_model(table.counts, np.random.default_rng(1), rules)
            except CannotThreshold:
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
