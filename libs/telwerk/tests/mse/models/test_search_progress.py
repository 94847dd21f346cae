# SPDX-License-Identifier: MIT
"""A search by bounds tells how far it is, and by how much its best could still be beaten."""

from itertools import pairwise

import numpy as np
import pytest

from telwerk.cli.common import Bar
from telwerk.localised import LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods import estimate
from telwerk.mse.models.branch_and_bound import SearchProgress, near_best
from telwerk.mse.models.loglinear import fit_models

LISTS = 8


@pytest.fixture(scope="module")
def wide() -> CaptureHistories:
    """Eight lists that overlap a little, for which AIC must look at thousands of models."""
    rng = np.random.default_rng(3)
    size = np.array([mask.bit_count() for mask in range(1 << LISTS)])
    counts = rng.poisson(400 * np.exp(-2.2 * (size - 1.0)))
    patterns = {
        "".join(str(mask >> i & 1) for i in range(LISTS)): int(counts[mask])
        for mask in range(1, 1 << LISTS)
        if counts[mask]
    }
    return CaptureHistories.from_counts(list("ABCDEFGH"), patterns)


def test_no_model_is_below_what_the_search_says_is_still_possible(wide: CaptureHistories) -> None:
    reports: list[SearchProgress] = []
    found = near_best(
        wide.counts, order=2, criterion="aic", distances=(4.0,), listener=reports.append
    )
    best = fit_models(wide.counts, found.models).cost("aic").min()
    assert len(reports) > 3
    assert [one.share for one in reports] == sorted(one.share for one in reports)
    assert all(one.lowest <= best + 1e-6 and one.best >= best - 1e-6 for one in reports)
    gaps = [one.gap for one in reports]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(gaps))
    assert 0 <= gaps[-1] < gaps[0]


def test_a_search_ends_when_its_listener_has_had_enough(wide: CaptureHistories) -> None:
    def enough(searched: SearchProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        near_best(wide.counts, order=2, criterion="aic", listener=enough)


def test_a_listener_does_not_change_what_is_found(wide: CaptureHistories) -> None:
    listened, alone = (
        near_best(wide.counts, order=2, criterion="aic", distances=(2.0,), **listener)
        for listener in ({"listener": lambda state: None}, {})
    )
    assert np.array_equal(listened.models, alone.models)


def test_an_estimate_by_bounds_reports_until_all_is_done(wide: CaptureHistories) -> None:
    reports: list[tuple[int, int]] = []
    estimate(
        wide, "aic", interval="none", progress=lambda done, total: reports.append((done, total))
    )
    assert len(reports) > 1
    assert reports[-1] == (1000, 1000)


def test_the_bar_shows_the_gap_beside_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar("aic", "nl")
    bar.remark(LocalisedText(nl="hooguit 3 lager", en="at most 3 lower"))
    bar(500, 1000)
    assert "500/1000  hooguit 3 lager" in capsys.readouterr().err
