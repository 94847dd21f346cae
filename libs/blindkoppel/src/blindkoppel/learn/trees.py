# SPDX-License-Identifier: MIT
"""Boosted trees from LightGBM, as the arrays this library evaluates without it."""

import lightgbm
import numpy as np

from blindkoppel.arrays import Float32s, Int64s
from blindkoppel.names.ensemble import Ensemble

Labels = Int64s

TREES = 300
LEARNING_RATE = 0.04  # of so many trees; others take larger or smaller steps
TREE_SETTINGS = {
    "objective": "binary",
    "num_leaves": 15,
    "max_depth": 5,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
}


def _flatten(node: dict[str, object], nodes: list[tuple[int, float, int, int, float]]) -> int:
    """Append a tree of LightGBM's description to the list; its place is returned."""
    place = len(nodes)
    nodes.append((0, float("inf"), place, place, 0.0))
    if "leaf_value" in node:
        nodes[place] = (0, float("inf"), place, place, float(str(node["leaf_value"])))
        return place
    children = [node["left_child"], node["right_child"]]
    left, right = (_flatten(child, nodes) for child in children if isinstance(child, dict))
    split, threshold = int(str(node["split_feature"])), float(str(node["threshold"]))
    nodes[place] = (split, threshold, left, right, 0.0)
    return place


def ensemble_of(booster: lightgbm.Booster) -> Ensemble:
    """The trees of LightGBM as the arrays this library evaluates.

    Parameters
    ----------
    booster : lightgbm.Booster
        What LightGBM learned.

    Returns
    -------
    Ensemble
        The trees.
    """
    trees = []
    for described in booster.dump_model()["tree_info"]:
        nodes: list[tuple[int, float, int, int, float]] = []
        _flatten(described["tree_structure"], nodes)
        trees.append(nodes)
    most = max(map(len, trees))
    filled = [nodes + [(0, np.inf, 0, 0, 0.0)] * (most - len(nodes)) for nodes in trees]
    feature, threshold, left, right, value = np.moveaxis(np.array(filled), -1, 0)
    return Ensemble(
        feature=feature.astype(np.int32),
        threshold=threshold.astype(np.float32),
        left=left.astype(np.int32),
        right=right.astype(np.int32),
        value=value.astype(np.float32),
        depth=int(TREE_SETTINGS["max_depth"]),  # type: ignore[call-overload]  # mixed settings
    )


def learn_trees(rows: Float32s, labels: Labels, trees: int = TREES) -> Ensemble:
    """The trees that weigh the features of labelled pairs.

    Parameters
    ----------
    rows : Float32s
        One row of features per pair, shape ``(pairs, features)``.
    labels : Labels
        1 for a match, 0 for none, shape ``(pairs,)``.
    trees : int
        How many trees.

    Returns
    -------
    Ensemble
        The trees.
    """
    # Thresholds and features are compared in single precision when scoring.
    data = lightgbm.Dataset(rows.astype(np.float32), labels)
    settings = {**TREE_SETTINGS, "learning_rate": LEARNING_RATE * TREES / trees}
    return ensemble_of(lightgbm.train(settings, data, trees))
