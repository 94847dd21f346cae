# SPDX-License-Identifier: MIT
"""Bayesian thresholding: the choices of the peer, and what must follow from the rule."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from telwerk.mse import CaptureHistories, Status
from telwerk.mse.methods import estimate
from telwerk.mse.methods.threshold import ThresholdError, ThresholdSettings, threshold_model

# our 40,000 independent draws put this effect at 1.99, the walk of the peer at 2.003
ON_THE_EDGE = {("UKdat_5", "improper", 2)}


def _as_list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


@pytest.mark.parametrize("name", ["Korea", "Kosovo", "Ned_5", "NewOrl_5_186", "UKdat_5"])
def test_the_peer_keeps_the_same_sets_and_finds_the_same_population(
    name: str, table: Callable[[str], CaptureHistories], reference: Callable[[str], Any]
) -> None:
    histories = table(name)

    def label(mask: int) -> str:
        return ":".join(n for i, n in enumerate(histories.lists) if mask >> i & 1)

    for run in reference(f"bayesthresh_{name}")["runs"]:
        if (name, run["prior"], run["threshold"]) in ON_THE_EDGE:
            continue
        rules = ThresholdSettings(run["prior"], run["maxorder"], run["threshold"])
        if "error" in run:
            with pytest.raises(ThresholdError):
                threshold_model(histories.counts, np.random.default_rng(1), rules)
            continue
        ours = threshold_model(histories.counts, np.random.default_rng(1), rules)
        theirs = _as_list(run["retained"]) + _as_list(run["retained_triples"])
        assert sorted(map(label, ours.kept)) == sorted(theirs)
        assert sorted(map(label, ours.absent)) == sorted(_as_list(run["minus_inf"]))
        # the peer walks 10,000 correlated steps: a few per cent
        assert ours.quantile(0.5) == pytest.approx(run["popest"], rel=0.02)
        for share, value in run["quantiles"].items():
            assert ours.quantile(float(share[:-1]) / 100) == pytest.approx(value, rel=0.04)


def test_a_higher_threshold_keeps_fewer_sets(uk: NDArray[np.int64]) -> None:
    kept = [
        set(threshold_model(uk, np.random.default_rng(1), ThresholdSettings(threshold=at)).kept)
        for at in (0.0, 1.0, 2.0, 4.0, 99.0)
    ]
    assert len(kept[0]) == 10
    assert kept[-1] == set()
    assert all(more >= fewer for more, fewer in itertools.pairwise(kept))


def test_with_nothing_kept_and_flat_priors_independence_is_left() -> None:
    histories = CaptureHistories.from_counts(
        ["A", "B", "C"],
        {"100": 300, "010": 400, "001": 200, "110": 90, "101": 60, "011": 70, "111": 20},
    )
    ours = estimate(histories, "threshold", threshold=20.0, prior="improper")
    assert ours.model == "[1,2,3]"
    independence = estimate(histories, "heterogeneity", shape="none", lists="th")
    assert ours.estimate == pytest.approx(independence.to_dict()["estimate"], rel=0.01)


def test_without_a_fit_there_is_no_number() -> None:
    histories = CaptureHistories.from_counts(
        ["A", "B", "C"], {"100": 40, "010": 30, "001": 20, "110": 6}
    )
    refused = estimate(histories, "threshold", prior="improper")
    assert (refused.status is not Status.OK, refused.estimate) == (True, None)
    assert estimate(histories, "threshold", prior="proper").status is Status.OK
