# SPDX-License-Identifier: MIT
"""Learn the weights of the score that is one inner product.

    python -m blindkoppel.learn.linear FOLDER

The same files as ``blindkoppel.learn.records``, and judged in the same way: each size with
what was learned on the other. Logistic regression by iteratively reweighted least squares,
with a small ridge so that a field nobody knows gets no weight.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

import blindkoppel.onecase
from blindkoppel.arrays import Float32s, Float64s
from blindkoppel.block import Candidates
from blindkoppel.compare.blind import BlindRecords
from blindkoppel.learn.records import (
    LabelledCandidates,
    blind_candidates,
    evaluate_weights,
    subsample,
)
from blindkoppel.onecase.linear import LINEAR_FEATURES, LinearWeights, compare_linear

SHIPPED = Path(blindkoppel.onecase.__file__).parent / "weights.json"
_RIDGE = 1.0
_MOST_STEPS = 50


def _compared(one: BlindRecords, other: BlindRecords, pairs: Candidates) -> Float32s:
    parts = [compare_linear(one.bits, other.bits, part) for part in pairs.batches()]
    return np.concatenate(parts)


def logistic(rows: Float64s, same: Float64s) -> Float64s:
    """The coefficients of a logistic regression; the first column is the intercept.

    Parameters
    ----------
    rows : Float64s
        Ones and features, shape ``(pairs, 1 + features)``.
    same : Float64s
        Whether each pair is truly one person, shape ``(pairs,)``.

    Returns
    -------
    Float64s
        Shape ``(1 + features,)``.

    Raises
    ------
    ArithmeticError
        If the search does not settle.

    Examples
    --------
    >>> rows = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
    >>> bool(logistic(rows, np.array([0.0, 1.0, 0.0, 1.0]))[1] > 0)
    True
    """
    found = np.zeros(rows.shape[1])
    ridge = np.diag([0.0, *np.full(rows.shape[1] - 1, _RIDGE)])
    for _ in range(_MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (chance - same) + ridge @ found
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(bend, slope)
        found = found - step
        if np.abs(step).max() < 1e-8:
            return found
    raise ArithmeticError("the regression did not settle: are matches and others mixed at all?")


def learn_linear(*files: LabelledCandidates) -> LinearWeights:
    """The linear weights from the candidates of one or more pairs of files.

    Parameters
    ----------
    *files : LabelledCandidates
        Candidates whose truth is known.

    Returns
    -------
    LinearWeights
        The weights.
    """
    rows, same = (np.concatenate(part) for part in zip(*map(subsample, files), strict=True))
    design = np.column_stack([np.ones(len(rows)), rows])
    found = [round(float(weight), 4) for weight in logistic(design, same.astype(float))]
    return LinearWeights(
        dict(zip(LINEAR_FEATURES, found[1:], strict=True)), found[0], round(float(same.mean()), 4)
    )


def main() -> None:
    """The command that makes ``weights.json``, and prints how good it is on the other size."""
    parser = argparse.ArgumentParser(prog="python -m blindkoppel.learn.linear")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    small, large = (
        one
        for name in ("chain10k", "chain100k")
        for one in blind_candidates(folder, name, _compared)
    )
    report = {
        "small by large": asdict(evaluate_weights(learn_linear(large), small)),
        "large by small": asdict(evaluate_weights(learn_linear(small), large)),
    }
    SHIPPED.write_text(learn_linear(small, large).to_json(), "utf-8")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
