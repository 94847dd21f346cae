# SPDX-License-Identifier: MIT
"""The result of lists that have nobody in common."""

from collections.abc import Mapping

from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.results.estimate import Estimate, Status


def overlap(histories: CaptureHistories) -> int:
    """People on more than one list: without them a prior would speak instead of the lists."""
    masks = range(len(histories.counts))
    return int(sum(histories.counts[mask] for mask in masks if mask.bit_count() > 1))


def without_overlap(
    histories: CaptureHistories, method: str, options: Mapping[str, object]
) -> Estimate:
    """The result when nobody is on more than one list."""
    return Estimate(
        method=method,
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        status=Status.NO_OVERLAP,
        options=options,
    )
