# SPDX-License-Identifier: MIT
"""Awkward tables, fitted again with a design matrix and least squares, and read in every form."""

import csv
import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from telwerk.arrays import Counts, Floats
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.models.hierarchical import Masks, enumerate_models, unpack
from telwerk.mse.models.loglinear import fit_models

T = 4
CELLS = 1 << T
TABLES = 40
AWKWARD = {
    "nested": lambda mask: mask & 2 and not mask & 1,
    "identical": lambda mask: bool(mask & 2) != bool(mask & 1),
    "one overlap": lambda mask: mask.bit_count() > 1 and mask != 3,
    "one list nearly empty": lambda mask: mask & 1 and mask != 1,
    "full": lambda mask: False,
}


def awkward(name: str, rng: np.random.Generator) -> Counts:
    """A sparse table of four lists, with counts from one to a million."""
    size = np.array([mask.bit_count() for mask in range(CELLS)])
    scale = 10 ** rng.uniform(0.3, 6)
    counts = np.floor(rng.exponential(scale, CELLS) * np.exp(-(size - 1.0)))
    counts[rng.random(CELLS) < 0.4] = 0
    counts[[bool(AWKWARD[name](mask)) for mask in range(CELLS)]] = 0
    counts[0] = 0
    return counts.astype(np.int64)


def by_hand(counts: Counts, model: Masks) -> tuple[float, float]:
    """Log-likelihood and log of the unseen by reweighted least squares, zero margins left out."""
    margin = {s: sum(counts[w] for w in range(1, CELLS) if w & s == s) for s in model}
    lost = [s for s in model if not margin[s]]
    kept = sorted(s for s in model if margin[s])
    cells = [w for w in range(1, CELLS) if not any(w & s == s for s in lost)]
    design = np.array([[float(w & s == s) for s in kept] for w in cells])
    seen: Floats = counts[cells].astype(float)
    eta, step = np.log(seen + 0.1), math.inf
    while step > 1e-10:
        root = np.exp(eta / 2)
        target = root * eta + (seen - root**2) / root
        found, *_ = np.linalg.lstsq(root[:, None] * design, target, rcond=None)
        step, eta = float(np.abs(design @ found - eta).max()), design @ found
    loglik = sum(n * e - math.exp(e) - math.lgamma(n + 1) for n, e in zip(seen, eta, strict=True))
    return loglik, float(found[0])


@pytest.mark.parametrize("name", AWKWARD)
def test_every_model_of_an_awkward_table_is_as_fitted_by_hand(name: str) -> None:
    rng = np.random.default_rng(len(name))
    models = enumerate_models(T, 2)
    compared = 0
    for _ in range(TABLES):
        counts = awkward(name, rng)
        fits = fit_models(counts, models)
        for at in np.flatnonzero(fits.status == 0)[::9]:
            loglik, log_unobserved = by_hand(counts, unpack(models[at]))
            assert fits.loglik[at] == pytest.approx(loglik, rel=1e-8, abs=1e-8)
            people = counts.sum() + math.exp(log_unobserved)
            assert fits.estimate()[at] == pytest.approx(people, rel=1e-6)
            compared += 1
    assert compared > 20


# sightings have no order of lists; these stand by letter
NAMES = ["Politie & KMar", "a,b", "lijst één", "Опора"]


def test_counts_people_and_sightings_give_one_table_whatever_lists_are_called(
    tmp_path: Path,
) -> None:
    patterns = {"1000": 2, "0100": 1, "0010": 3, "0001": 1, "1100": 2, "0111": 1}
    want = CaptureHistories.from_counts(NAMES, patterns)
    people = [(pattern, n) for pattern, times in patterns.items() for n in range(times)]
    written = {
        "counts": [[*NAMES, "count"], *([*p, n] for p, n in patterns.items())],
        "persons": [["person", *NAMES], *([f"{p}-{n}", *p] for p, n in people)],
        "sightings": [
            ["person", "list"],
            *(
                [f"{p}-{n}", name]
                for name_at, name in enumerate(NAMES)
                for p, n in people
                if p[name_at] == "1"
            ),
        ],
    }
    for form, rows in written.items():
        path = tmp_path / f"{form}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        assert CaptureHistories.read(path).digest == want.digest, form
    columns = {name: [int(p[at]) for p in patterns] for at, name in enumerate(NAMES)}
    frame = pa.table({**columns, "count": list(patterns.values())})
    assert CaptureHistories.of(frame).digest == want.digest
