# SPDX-License-Identifier: MIT
"""``blindkoppel evaluate``: set decided pairs against the truth."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from blindkoppel.cli.arguments import share
from blindkoppel.cli.registry import Commands
from blindkoppel.decide import Band, Bands
from blindkoppel.errors import TableError
from blindkoppel.evaluate import counted_quality, score_pairs
from blindkoppel.reading.tables import Row, read_rows

# Where only a band was told, the least probability it stands for.
_LEAST = {Band.MATCH: Bands().match, Band.REVIEW: Bands().review, Band.NO: 0.0}


def _true_pairs(path: Path) -> set[tuple[str, str]]:
    return {(row["left"], row["right"]) for row in read_rows(path, required=("left", "right"))}


def _probability(row: Row) -> float:
    if "probability" in row:
        return float(row["probability"])
    return _LEAST[Band(row["band"])]


def _pairs(path: Path) -> dict[tuple[str, str], float]:
    rows = read_rows(path, required=("left", "right"))
    try:
        return {(row["left"], row["right"]): _probability(row) for row in rows}
    except (KeyError, ValueError) as error:
        raise TableError(
            f"{path.name} needs a column probability with numbers from 0 to 1, or a column band "
            "with match, review or no"
        ) from error


def _records(path: Path | None) -> dict[str, str]:
    """The record behind each handle; nothing to translate without a file."""
    rows = read_rows(path, required=("handle", "record")) if path else []
    return {row["handle"]: row["record"] for row in rows}


def _evaluate(options: argparse.Namespace) -> None:
    left, right = _records(options.left), _records(options.right)
    found = {
        (left.get(one, one), right.get(other, other)): probability
        for (one, other), probability in _pairs(options.pairs).items()
    }
    truth = _true_pairs(options.truth)
    probability = np.array(list(found.values()))
    same = np.array([pair in truth for pair in found], dtype=bool)
    accepted = probability >= options.threshold
    hits = int((accepted & same).sum())
    counted = counted_quality(hits, int(accepted.sum()), len(truth))
    report = {"accepted": int(accepted.sum()), "true_pairs": len(truth), **asdict(counted)}
    if found:
        best = score_pairs(probability, same, unseen_true_pairs=len(truth) - int(same.sum()))
        report["best"] = best.as_json()
    print(json.dumps(report, indent=2))


def register(commands: Commands) -> None:
    """Add ``evaluate`` to the command line."""
    parser = commands.add_parser("evaluate", help="precision and recall, with intervals")
    parser.add_argument("pairs", type=Path, help="CSV with left, right, and probability or band")
    parser.add_argument("--truth", type=Path, required=True, help="CSV with the true left, right")
    handles = "handles.csv of this side, in a trial with made-up people"
    parser.add_argument("--left", type=Path, metavar="HANDLES", help=handles)
    parser.add_argument("--right", type=Path, metavar="HANDLES", help=handles)
    parser.add_argument("--threshold", type=share, default=0.5)
    parser.set_defaults(run=_evaluate)
