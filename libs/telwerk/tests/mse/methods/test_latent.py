# SPDX-License-Identifier: MIT
"""Latent classes: the posterior of the peer, and convergence that is told as it is."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from telwerk.mse import CaptureHistories
from telwerk.mse.methods import estimate
from telwerk.mse.methods.latent import _remarks
from telwerk.mse.methods.latent_posterior import LatentPosterior, sample_latent_classes
from telwerk.mse.uncertainty.convergence import convergence, modes


@pytest.mark.parametrize("name", ["Korea", "NewOrl_5_186"])
def test_where_the_peer_has_settled_the_quantiles_are_the_same(
    name: str, table: Callable[[str], CaptureHistories], reference: Callable[[str], Any]
) -> None:
    theirs = reference(f"lcmcr_{name}")
    ours = sample_latent_classes(table(name).counts, np.random.default_rng(1))
    assert ours.convergence.converged()
    for label, value in theirs["quantiles"].items():
        share = float(label.rstrip("%")) / 100
        # both are worth thousands of draws; the outer quantiles wander by a few per cent
        assert ours.quantile(share) == pytest.approx(value, rel=0.03), label


def test_independent_lists_are_found_again() -> None:
    """2,000 people, three lists with chances 0.5, 0.4 and 0.3: every history at its mean."""
    chance = [0.5, 0.4, 0.3]
    counts = np.zeros(8, dtype=np.int64)
    for mask in range(1, 8):
        share = np.prod([p if mask >> i & 1 else 1 - p for i, p in enumerate(chance)])
        counts[mask] = round(2000 * share)
    ours = sample_latent_classes(counts, np.random.default_rng(2))
    assert ours.convergence.converged()
    assert ours.quantile(0.025) < 2000 < ours.quantile(0.975)
    assert len(ours.modes) == 1


def test_the_same_seed_gives_the_same_draws() -> None:
    histories = CaptureHistories.from_counts(
        ["A", "B", "C"],
        {"100": 30, "010": 40, "001": 20, "110": 9, "101": 6, "011": 7, "111": 2},
    )
    first, again = (estimate(histories, "latent", sweeps=4000, seed=7) for _ in range(2))
    assert first.to_dict() == again.to_dict()


def test_the_limit_on_the_unseen_is_kept() -> None:
    histories = CaptureHistories.from_counts(
        ["A", "B", "C"], {"100": 60, "010": 50, "001": 40, "110": 1, "011": 1}
    )
    result = estimate(histories, "latent", most_unseen=3.0, sweeps=4000)
    assert result.diagnostics["quantiles"]["0.975"] <= 4 * histories.observed
    assert "keuze, geen meting" in result.paragraph("nl")


def test_draws_that_never_moved_are_worth_one_chain_each() -> None:
    rng = np.random.default_rng(3)
    apart = rng.normal(size=(4, 500)) + np.arange(4)[:, None] * 10
    assert convergence(apart).r_hat > 2
    assert convergence(apart).bulk < 10
    together = rng.normal(size=(4, 500))
    assert convergence(together).converged()
    assert convergence(together).bulk == pytest.approx(2000, rel=0.2)


def test_slow_chains_are_worth_less() -> None:
    rng = np.random.default_rng(4)
    noise = rng.normal(size=(4, 20_000))
    slow = np.zeros_like(noise)
    for i in range(1, noise.shape[1]):
        slow[:, i] = 0.9 * slow[:, i - 1] + noise[:, i]
    # an autoregression with 0.9 keeps (1 - 0.9) / (1 + 0.9) of its draws
    assert convergence(slow).bulk == pytest.approx(80_000 / 19, rel=0.15)


@pytest.mark.parametrize(("apart", "number"), [(0.0, 1), (0.2, 1), (0.6, 2), (1.2, 2)])
def test_two_modes_are_told_from_one(apart: float, number: int) -> None:
    rng = np.random.default_rng(5)
    draws: NDArray[np.float64] = np.exp(
        np.concatenate([rng.normal(10, 0.15, 7000), rng.normal(10 + apart, 0.15, 3000)])
    )
    found = modes(draws)
    assert len(found) == number
    assert sum(mode.share for mode in found) == pytest.approx(1)
    if number == 2:
        assert found[1].share == pytest.approx(0.3, abs=0.03)
        assert found[1].top == pytest.approx(np.exp(10 + apart), rel=0.1)


def test_a_second_answer_is_said_aloud() -> None:
    rng = np.random.default_rng(6)
    draws = np.exp(
        np.concatenate([rng.normal(10.8, 0.1, (4, 700)), rng.normal(11.9, 0.1, (4, 300))], axis=1)
    )
    worth = convergence(rng.permuted(draws, axis=1))
    posterior = LatentPosterior(8234, draws, worth, modes(draws.ravel()), 0.0, 1000)
    remarks = _remarks(posterior, 20.0)
    assert [sentence.nl[:30] for sentence in remarks] == ["Er is meer dan één antwoord: r"]
    assert "(70%)" in remarks[0].en
