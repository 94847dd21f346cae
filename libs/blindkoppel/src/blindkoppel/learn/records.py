# SPDX-License-Identifier: MIT
"""Learn the shipped weights of record comparison from pairs of files with known truth.

    python -m blindkoppel.learn.records FOLDER

``FOLDER`` holds ``chain10k_{a,b}.parquet`` and ``chain100k_{a,b}.parquet``. The report
judges each size with weights learned on the other; the shipped weights use both.
"""

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import blindkoppel.decide
from blindkoppel.blindround import (
    Encoded,
    Prepared,
    blind_records,
    prepare_round,
    propose_blind,
)
from blindkoppel.block import Candidates
from blindkoppel.compare.blind import BLIND_FEATURES, compare_blind
from blindkoppel.compare.records import FEATURES, compare, comparison
from blindkoppel.decide import exclusive_probability, fit_prior, one_to_one
from blindkoppel.decide.learned import LearnedWeights, save_weights
from blindkoppel.encode.parameters import Parameters
from blindkoppel.evaluate import PairScores, score_pairs
from blindkoppel.learn.trees import learn_trees
from blindkoppel.linking import propose
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.records import guess_schema, read_records
from blindkoppel.tables import read_columns

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

SHIPPED = Path(blindkoppel.decide.__file__).parent
TRUTH = "person"
# Of the large file only so many candidates: the small one should still count.
MOST_ROWS = 150_000
TREES = 120


@dataclass(frozen=True, slots=True)
class Judged:
    """Candidates of two files with features, truth, and the true pairs never proposed."""

    pairs: Candidates
    rows: Floats
    same: Labels
    true_pairs: int


def true_pairs(left: list[str], right: list[str]) -> int:
    """How many pairs of the two files are one person."""
    return len(set(left) & set(right) - {""})


def judged_candidates(folder: Path, name: str) -> Judged:
    """The candidates of one pair of files, compared in the clear."""
    left, right = (read_columns(folder / f"{name}_{side}.parquet") for side in "ab")
    schema, vocabulary = guess_schema(list(left)), Vocabulary()
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    pairs = propose(one, other, vocabulary)
    truth_left, truth_right = np.array(left[TRUTH]), np.array(right[TRUTH])
    return Judged(
        pairs=pairs,
        rows=compare(comparison(one, other, vocabulary), pairs),
        same=(truth_left[pairs.left] == truth_right[pairs.right]).astype(np.int64),
        true_pairs=true_pairs(left[TRUTH], right[TRUTH]),
    )


def _unkeyed(prepared: Prepared) -> Encoded:
    """What the matching point would get, without the custodian: the same keys are equal."""
    key = np.array([int.from_bytes(value[2:]) for value in prepared.values], dtype=np.uint64)
    return Encoded(
        prepared.parameters,
        prepared.handles,
        prepared.bits,
        prepared.recipe,
        prepared.row,
        key[prepared.value],
    )


def blind_candidates(folder: Path, name: str) -> Judged:
    """The candidates of one pair of files, as a matching point sees them."""
    parameters, key = Parameters("learning"), name.encode()
    left, right = (read_columns(folder / f"{name}_{side}.parquet") for side in "ab")
    schema = guess_schema(list(left))
    one, other = (
        blind_records(_unkeyed(prepare_round(side, schema, parameters, key)), parameters)
        for side in (left, right)
    )
    pairs = propose_blind(one, other)
    truth_left, truth_right = np.array(left[TRUTH]), np.array(right[TRUTH])
    return Judged(
        pairs=pairs,
        rows=compare_blind(one, other, pairs),
        same=(truth_left[pairs.left] == truth_right[pairs.right]).astype(np.int64),
        true_pairs=true_pairs(left[TRUTH], right[TRUTH]),
    )


def _some(judged: Judged) -> tuple[Floats, Labels]:
    chosen = np.random.default_rng(1).permutation(len(judged.same))[:MOST_ROWS]
    return judged.rows[chosen], judged.same[chosen]


def learn(*files: Judged, features: tuple[str, ...] = FEATURES) -> LearnedWeights:
    """Weights from the candidates of one or more pairs of files."""
    rows, same = (np.concatenate(part) for part in zip(*map(_some, files), strict=True))
    return LearnedWeights(learn_trees(rows, same, TREES), features, float(same.mean()), "")


def judge(weights: LearnedWeights, judged: Judged) -> PairScores:
    """Quality one to one, on files the weights have not seen."""
    log_odds = fit_prior(weights.log_odds(judged.rows), weights.prior)
    probability = exclusive_probability(judged.pairs, log_odds)
    kept = one_to_one(judged.pairs, probability)
    same = judged.same[kept].astype(bool)
    unseen = judged.true_pairs - int(same.sum())
    return score_pairs(probability[kept], same, unseen_true_pairs=unseen)


LEARNERS = {
    "clear": (judged_candidates, FEATURES),
    "blind": (blind_candidates, BLIND_FEATURES),
}


def main() -> None:
    """Judge each size by the other, then learn from both and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m blindkoppel.learn.records")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=LEARNERS, action="append")
    options = parser.parse_args()
    report = {}
    for kind in options.kind or LEARNERS:
        candidates_of, features = LEARNERS[kind]
        small, large = (candidates_of(options.folder, name) for name in ("chain10k", "chain100k"))
        report[f"{kind}: small by large"] = asdict(judge(learn(large, features=features), small))
        report[f"{kind}: large by small"] = asdict(judge(learn(small, features=features), large))
        shipped = learn(small, large, features=features)
        (SHIPPED / f"{kind}.npz").write_bytes(save_weights(shipped))
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
