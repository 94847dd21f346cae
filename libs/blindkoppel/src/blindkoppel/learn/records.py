# SPDX-License-Identifier: MIT
"""Learn the shipped weights of record comparison from pairs of files with known truth.

    python -m blindkoppel.learn.records FOLDER

``FOLDER`` holds ``chain10k_{a,b}.parquet`` and ``chain100k_{a,b}.parquet``. The report
judges each size with weights learned on the other; the shipped weights use both. Weights
in the clear also learn from the same files without some of their columns, so that they know
what names and dates are worth when little else is told.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

import blindkoppel.decide
from blindkoppel.arrays import Float32s, Float64s, Int64s
from blindkoppel.block import Candidates
from blindkoppel.compare.blind import BLIND_FEATURES, BlindRecords, compare_blind
from blindkoppel.compare.records import FEATURES, compare, comparison
from blindkoppel.decide import exclusive_probability, fit_prior, one_to_one
from blindkoppel.decide.learned import LearnedWeights, save_weights
from blindkoppel.encode.parameters import Parameters
from blindkoppel.evaluate import PairScores, score_pairs
from blindkoppel.learn.trees import learn_trees
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.proposing import propose
from blindkoppel.reading.records import guess_schema, read_records
from blindkoppel.reading.tables import Columns, read_columns
from blindkoppel.rounds.matching import blind_records, propose_blind
from blindkoppel.rounds.protocol import Encoded, Prepared, prepare_round

Labels = Int64s
Compared = Callable[[BlindRecords, BlindRecords, Candidates], Float32s]

SHIPPED = Path(blindkoppel.decide.__file__).parent
TRUTH = "person"
# Of the large file only so many candidates: the small one should still count.
MOST_ROWS = 150_000
TREES = 120
# Of a file without some of its columns fewer, and which columns those are.
MOST_ROWS_WITHOUT = 40_000
WITHOUT: tuple[tuple[str, ...], ...] = (
    ("nat",), ("dob",), ("sex",), ("mun", "tel"), ("nat", "sex", "mun", "tel"), ("dob", "nat"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelledCandidates:
    """Candidates of two files with features, truth, and the true pairs never proposed.

    Of these ``most`` are learned from.

    Attributes
    ----------
    pairs : Candidates
        Row numbers of both files.
    rows : Float32s
        Features, shape ``(pairs, features)``.
    same : Labels
        Whether each pair is truly one person, shape ``(pairs,)``.
    true_pairs : int
        How many true pairs there are.
    most : int
        How many candidates are learned from at most.
    """

    pairs: Candidates
    rows: Float32s
    same: Labels
    true_pairs: int
    most: int = MOST_ROWS


def true_pairs(left: list[str], right: list[str]) -> int:
    """The number of pairs of the two files that are one person.

    Parameters
    ----------
    left : list[str]
        Who each record of the first file is.
    right : list[str]
        Who each record of the second file is.

    Returns
    -------
    int
        A number of pairs.

    Examples
    --------
    >>> true_pairs(["p1", "p2", ""], ["p1", ""])
    1
    """
    return len(set(left) & set(right) - {""})


def _both(folder: Path, name: str) -> tuple[Columns, Columns]:
    left, right = (read_columns(folder / f"{name}_{side}.parquet") for side in "ab")
    return left, right


def labelled_candidates(folder: Path, name: str, without: Sequence[str] = ()) -> LabelledCandidates:
    """The candidates of one pair of files, compared in the clear, without some columns.

    Parameters
    ----------
    folder : Path
        The folder that holds the files.
    name : str
        The name of the pair of files.
    without : Sequence[str]
        Columns that are left out.

    Returns
    -------
    LabelledCandidates
        Candidates whose truth is known.
    """
    left, right = (
        {column: values for column, values in side.items() if column not in without}
        for side in _both(folder, name)
    )
    schema, vocabulary = guess_schema(list(left)), Vocabulary()
    one, other = (read_records(side, schema, vocabulary) for side in (left, right))
    pairs = propose(one, other, vocabulary)
    truth_left, truth_right = np.array(left[TRUTH]), np.array(right[TRUTH])
    return LabelledCandidates(
        pairs=pairs,
        rows=compare(comparison(one, other, vocabulary), pairs),
        same=(truth_left[pairs.left] == truth_right[pairs.right]).astype(np.int64),
        true_pairs=true_pairs(left[TRUTH], right[TRUTH]),
        most=MOST_ROWS_WITHOUT if without else MOST_ROWS,
    )


def clear_candidates(folder: Path, name: str) -> list[LabelledCandidates]:
    """The candidates of one pair of files, whole and without some of its columns.

    Parameters
    ----------
    folder : Path
        The folder that holds the files.
    name : str
        The name of the pair of files.

    Returns
    -------
    list[LabelledCandidates]
        One for the whole files, and one per set of columns left out.
    """
    return [labelled_candidates(folder, name, without) for without in ((), *WITHOUT)]


def _unkeyed(prepared: Prepared) -> Encoded:
    """What the matching point would get, without the custodian: the same keys are equal."""
    key = np.array([int.from_bytes(value[2:]) for value in prepared.values], dtype=np.uint64)
    return Encoded(
        prepared.parameters,
        prepared.handles,
        prepared.bits,
        prepared.blocking_key,
        prepared.row,
        key[prepared.value],
    )


def blind_candidates(
    folder: Path, name: str, compared: Compared = compare_blind
) -> list[LabelledCandidates]:
    """The candidates of one pair of files, as a matching point sees them.

    Parameters
    ----------
    folder : Path
        The folder that holds the files.
    name : str
        The name of the pair of files.
    compared : Compared
        How pairs are compared.

    Returns
    -------
    list[LabelledCandidates]
        Candidates whose truth is known.
    """
    parameters, key = Parameters("learning"), name.encode()
    left, right = _both(folder, name)
    schema = guess_schema(list(left))
    one, other = (
        blind_records(_unkeyed(prepare_round(side, schema, parameters, key)), parameters)
        for side in (left, right)
    )
    pairs = propose_blind(one, other)
    truth_left, truth_right = np.array(left[TRUTH]), np.array(right[TRUTH])
    found = LabelledCandidates(
        pairs=pairs,
        rows=compared(one, other, pairs),
        same=(truth_left[pairs.left] == truth_right[pairs.right]).astype(np.int64),
        true_pairs=true_pairs(left[TRUTH], right[TRUTH]),
    )
    return [found]


def subsample(labelled: LabelledCandidates) -> tuple[Float32s, Labels]:
    """The candidates that are learned from, drawn at random, the same in every run.

    Parameters
    ----------
    labelled : LabelledCandidates
        Candidates whose truth is known.

    Returns
    -------
    tuple[Float32s, Labels]
        Features, shape ``(at most most, features)``, and the truth.

    Examples
    --------
    >>> pairs = Candidates(np.array([0]), np.array([0]))
    >>> one = LabelledCandidates(pairs, np.zeros((1, 2), np.float32), np.array([1]), true_pairs=1)
    >>> subsample(one)[1].tolist()
    [1]
    """
    chosen = np.random.default_rng(1).permutation(len(labelled.same))[: labelled.most]
    return labelled.rows[chosen], labelled.same[chosen]


def learn(*files: LabelledCandidates, features: tuple[str, ...] = FEATURES) -> LearnedWeights:
    """The weights from the candidates of one or more pairs of files.

    Parameters
    ----------
    *files : LabelledCandidates
        Candidates whose truth is known.
    features : tuple[str, ...]
        The names of the features, in order.

    Returns
    -------
    LearnedWeights
        The weights.
    """
    rows, same = (np.concatenate(part) for part in zip(*map(subsample, files), strict=True))
    return LearnedWeights(learn_trees(rows, same, TREES), features, float(same.mean()), "")


class Scorer(Protocol):
    """Weights of any kind: log-odds per row, at the prior of their training files."""

    @property
    def prior(self) -> float:
        """The share of matches among the candidates they were learned from."""

    def log_odds(self, rows: Float32s) -> Float64s:
        """Log-odds of a match per row.

        Parameters
        ----------
        rows : Float32s
            One row of features per pair, shape ``(pairs, features)``.

        Returns
        -------
        Float64s
            Natural log-odds, shape ``(pairs,)``.
        """


def evaluate_weights(weights: Scorer, labelled: LabelledCandidates) -> PairScores:
    """The quality of weights one to one, on files they have not seen.

    Parameters
    ----------
    weights : Scorer
        The weights of a comparison.
    labelled : LabelledCandidates
        Candidates whose truth is known.

    Returns
    -------
    PairScores
        Quality at the best threshold.
    """
    log_odds = fit_prior(weights.log_odds(labelled.rows), weights.prior)
    probability = exclusive_probability(labelled.pairs, log_odds)
    kept = one_to_one(labelled.pairs, probability)
    same = labelled.same[kept].astype(bool)
    unseen = labelled.true_pairs - int(same.sum())
    return score_pairs(probability[kept], same, unseen_true_pairs=unseen)


LEARNERS = {
    "clear": (clear_candidates, FEATURES),
    "blind": (blind_candidates, BLIND_FEATURES),
}


def main() -> None:
    """The command that makes ``clear.npz`` and ``blind.npz``, and prints how good they are."""
    parser = argparse.ArgumentParser(prog="python -m blindkoppel.learn.records")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=LEARNERS, action="append")
    options = parser.parse_args()
    report = {}
    for kind in options.kind or LEARNERS:
        candidates_of, features = LEARNERS[kind]
        small, large = (candidates_of(options.folder, name) for name in ("chain10k", "chain100k"))
        for told, labelled, others in (("10k", small, large), ("100k", large, small)):
            weights = learn(*others, features=features)
            for one, without in zip(labelled, ((), *WITHOUT), strict=False):
                left_out = "".join(f" without {column}" for column in without)
                report[f"{kind}: {told}{left_out}"] = asdict(evaluate_weights(weights, one))
        shipped = learn(*small, *large, features=features)
        (SHIPPED / f"{kind}.npz").write_bytes(save_weights(shipped))
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
