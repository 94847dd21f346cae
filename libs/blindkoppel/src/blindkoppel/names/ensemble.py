# SPDX-License-Identifier: MIT
"""Decision trees that vote, evaluated for many rows at once without a learning library."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from blindkoppel.arrays import Float32s, Float64s, Int32s

# Rows at a time: what one step touches should fit a processor's cache.
_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Boosted trees as flat arrays; each node of tree *t* sits in row *t*.

    A leaf points at itself and its threshold is infinite, so that a fixed number of
    steps brings every row to its leaf.

    Attributes
    ----------
    feature : Int32s
        The feature that each node looks at, shape ``(trees, nodes)``.
    threshold : Float32s
        Up to which value a row goes left, same shape.
    left : Int32s
        The node on the left, same shape.
    right : Int32s
        The node on the right, same shape.
    value : Float32s
        The log-odds of a leaf, same shape.
    depth : int
        How many steps lead from a root to a leaf at most.
    """

    feature: Int32s
    threshold: Float32s
    left: Int32s
    right: Int32s
    value: Float32s
    depth: int

    def log_odds(self, rows: Float32s) -> Float64s:
        """The sum of the leaves each row ends in.

        Parameters
        ----------
        rows : Float32s
            One row of features per pair, shape ``(pairs, features)``.

        Returns
        -------
        Float64s
            Natural log-odds, shape ``(pairs,)``.
        """
        parts = [self._some(rows[at : at + _CHUNK]) for at in range(0, len(rows), _CHUNK)]
        return np.concatenate(parts) if parts else np.empty(0)

    def _some(self, rows: Float32s) -> Float64s:
        trees, nodes = self.feature.shape
        base = np.arange(trees, dtype=np.int32)[:, None] * nodes
        feature, threshold = self.feature.ravel() * len(rows), self.threshold.ravel()
        children = np.stack([self.right + base, self.left + base], axis=-1).ravel()
        here = np.repeat(base, len(rows), axis=1)
        columns = np.ascontiguousarray(rows.T).ravel()
        row = np.arange(len(rows), dtype=np.int32)[None, :]
        for _ in range(self.depth):
            seen = columns.take(feature.take(here) + row)
            here = children.take(2 * here + (seen <= threshold.take(here)))
        total: Float64s = self.value.take(here).sum(axis=0, dtype=np.float64)
        return total


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model as its file holds it: what it says of itself, its trees, and what else it learned.

    Attributes
    ----------
    described : Mapping[str, Any]
        Plain values by name.
    trees : Ensemble
        The trees.
    arrays : Mapping[str, npt.NDArray[np.generic]]
        Further arrays by name.
    """

    described: Mapping[str, Any]
    trees: Ensemble
    arrays: Mapping[str, npt.NDArray[np.generic]]


def save_model(model: StoredModel) -> bytes:
    """The bytes of a file with a model.

    Parameters
    ----------
    model : StoredModel
        What is stored.

    Returns
    -------
    bytes
        The bytes.

    Examples
    --------
    >>> from blindkoppel.names.score import default_scorer
    >>> content = save_model(StoredModel({"prior": 0.5}, default_scorer().trees, {}))
    >>> read_model(content).described
    {'prior': 0.5}
    """
    described = json.dumps({**model.described, "depth": model.trees.depth})
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        described=np.frombuffer(described.encode(), dtype=np.uint8),
        **dict(model.arrays),  # type: ignore[arg-type]  # NumPy's stub takes the keyword allow_pickle for an array
        feature=model.trees.feature.astype(np.int16),
        threshold=model.trees.threshold,
        left=model.trees.left.astype(np.int16),
        right=model.trees.right.astype(np.int16),
        value=model.trees.value,
    )
    return buffer.getvalue()


def read_model(content: bytes) -> StoredModel:
    """The model in the bytes of a file.

    Parameters
    ----------
    content : bytes
        The bytes.

    Returns
    -------
    StoredModel
        What is stored.

    Examples
    --------
    >>> from blindkoppel.names.score import default_scorer
    >>> content = save_model(StoredModel({"prior": 0.5}, default_scorer().trees, {}))
    >>> read_model(content).trees.depth == default_scorer().trees.depth
    True
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    described = json.loads(arrays.pop("described").tobytes())
    trees = Ensemble(
        feature=arrays.pop("feature").astype(np.int32),
        threshold=arrays.pop("threshold"),
        left=arrays.pop("left").astype(np.int32),
        right=arrays.pop("right").astype(np.int32),
        value=arrays.pop("value"),
        depth=described.pop("depth"),
    )
    return StoredModel(described, trees, arrays)
