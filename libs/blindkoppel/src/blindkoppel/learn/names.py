# SPDX-License-Identifier: MIT
"""Learn the parameters of the name scorer from labelled pairs of names.

    python -m blindkoppel.learn.names PAIRS.csv [--out scorer.npz]

``PAIRS.csv`` has ``name1``, ``name2``, ``label`` and the persons behind the names in
``person1`` and ``person2``. Everything is split by person: no one helps to judge a
model that has seen them. Needs the extra ``train`` (LightGBM); scoring does not.
"""

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

import blindkoppel.names
from blindkoppel.arrays import Float32s, Float64s, Int64s
from blindkoppel.evaluate.pairs import PairScores, score_pairs
from blindkoppel.learn.trees import learn_trees
from blindkoppel.names.alignment import (
    LONGEST_WORD,
    UNITS,
    AlignmentOdds,
    alignment_table,
    pack,
    units_of,
)
from blindkoppel.names.features import (
    NameFrequencies,
    group_of,
    in_order,
    opposite_words,
    pair_features,
    word_odds,
)
from blindkoppel.names.prepare import PreparedName, prepare
from blindkoppel.names.score import NameScorer, save_scorer
from blindkoppel.names.scripts import Script

Labels = Int64s

SHIPPED = Path(blindkoppel.names.__file__).with_name("scorer.npz")
ROUNDS = 5
NAME_TREES = 500
FOLDS = 4
# How many counts of the odds shared by all scripts stand behind each script's own.
SHARED_COUNTS = 150
# Words of fewer people than this are not stored: a count must not point at someone.
FEWEST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two names, whether they are one person's, and who they are."""

    names: tuple[PreparedName, PreparedName]
    same: bool
    persons: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often units stood opposite each other, or alone, in aligned words."""

    opposite: Float64s
    gap_first: Float64s
    gap_second: Float64s


def read_pairs(path: Path) -> list[LabelledPair]:
    """The labelled pairs of a file in which both names have letters."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [
        LabelledPair(
            names=(prepare(row["name1"]), prepare(row["name2"])),
            same=row["label"] == "1",
            persons=(row["person1"], row["person2"]),
        )
        for row in rows
    ]
    return [pair for pair in pairs if pair.names[0].tokens and pair.names[1].tokens]


def part_of(person: str, parts: int, salt: str = "") -> int:
    """A fixed part for each person, the same in every run."""
    return int.from_bytes(hashlib.sha256(f"{salt}{person}".encode()).digest()[:4]) % parts


def first_odds() -> AlignmentOdds:
    """Where learning starts: like letters agree, vowels come and go."""
    groups, units = len(Script), len(UNITS)
    opposite = np.full((groups, units, units), -1.5, dtype=np.float32)
    opposite[:, np.arange(units), np.arange(units)] = 2.5
    alone = np.full((groups, units), -1.2, dtype=np.float32)
    alone[:, [UNITS.index(unit) for unit in "aeiouyh"]] = -0.4
    return AlignmentOdds(opposite, alone, alone.copy())


def count_alignments(
    odds: AlignmentOdds, first: Sequence[bytes], second: Sequence[bytes], group: Labels
) -> Counts:
    """Follow the best alignment of each pair of words back and count what it used."""
    groups, units = odds.gap_first.shape
    counts = Counts(
        np.zeros((groups, units, units)), np.zeros((groups, units)), np.zeros((groups, units))
    )
    one, rows = pack(first)
    other, columns = pack(second)
    table = alignment_table(odds, one, other, group)
    at = np.arange(len(first))
    while ((rows > 0) | (columns > 0)).any():
        above, before = np.maximum(rows - 1, 0), np.maximum(columns - 1, 0)
        a, b = one[at, above], other[at, before]
        here = table[rows, columns, at]
        through = table[above, before, at] + odds.opposite[group, a, b]
        down = table[above, columns, at] + odds.gap_first[group, a]
        both = (rows > 0) & (columns > 0) & np.isclose(here, through, atol=1e-4)
        only_first = ~both & (rows > 0) & np.isclose(here, down, atol=1e-4)
        only_second = ~both & ~only_first & (columns > 0)
        np.add.at(counts.opposite, (group[both], a[both], b[both]), 1)
        np.add.at(counts.gap_first, (group[only_first], a[only_first]), 1)
        np.add.at(counts.gap_second, (group[only_second], b[only_second]), 1)
        rows, columns = rows - (both | only_first), columns - (both | only_second)
    return counts


def odds_from(counts: Counts) -> AlignmentOdds:
    """Log-odds against chance, each script leaning on what all scripts share."""
    shared = [counts.opposite.sum(0) + 0.3, counts.gap_first.sum(0) + 0.5]
    shared.append(counts.gap_second.sum(0) + 0.5)
    total = sum(float(part.sum()) for part in shared)
    weight = SHARED_COUNTS / total
    opposite = counts.opposite + weight * shared[0]
    gap_first = counts.gap_first + weight * shared[1]
    gap_second = counts.gap_second + weight * shared[2]
    events = (opposite.sum((1, 2)) + gap_first.sum(1) + gap_second.sum(1))[:, None]
    first = opposite.sum(2) + gap_first
    second = opposite.sum(1) + gap_second
    first /= first.sum(1, keepdims=True)
    second /= second.sum(1, keepdims=True)
    by_chance = first[:, :, None] * second[:, None, :]
    return AlignmentOdds(
        np.log(opposite / events[:, :, None] / by_chance).astype(np.float32),
        np.log(gap_first / events / first).astype(np.float32),
        np.log(gap_second / events / second).astype(np.float32),
    )


def learn_odds(pairs: Sequence[LabelledPair]) -> AlignmentOdds:
    """Odds of sounds from true pairs, aligning and counting in turn."""
    names = [in_order(*pair.names) for pair in pairs if pair.same]
    odds = first_odds()
    for _ in range(ROUNDS):
        first, second, group = [], [], []
        for (one, other), table in zip(names, word_odds(odds, names), strict=True):
            for link in opposite_words(table):
                if link.odds > 0:
                    first.append(units_of(one.tokens[link.first].pronunciation)[:LONGEST_WORD])
                    second.append(units_of(other.tokens[link.second].pronunciation)[:LONGEST_WORD])
                    group.append(group_of(one, other))
        odds = odds_from(count_alignments(odds, first, second, np.array(group)))
    return odds


def learn_frequencies(pairs: Sequence[LabelledPair]) -> NameFrequencies:
    """How many different people have each word, rare words left out."""
    bearers = {
        (token.fine, person)
        for pair in pairs
        for name, person in zip(pair.names, pair.persons, strict=True)
        for token in name.tokens
    }
    people = Counter(word for word, _ in bearers)
    kept = {word: count for word, count in people.items() if count >= FEWEST_PEOPLE}
    return NameFrequencies(kept, len({person for pair in pairs for person in pair.persons}))


def _features(
    odds: AlignmentOdds, inverse_frequency: NameFrequencies, pairs: Sequence[LabelledPair]
) -> Float32s:
    return pair_features(odds, inverse_frequency, [pair.names for pair in pairs])


def learn_scorer(pairs: Sequence[LabelledPair]) -> NameScorer:
    """A scorer whose trees saw only features from odds learned on other persons."""
    fold = np.array([part_of(pair.persons[1], FOLDS, "fold") for pair in pairs])
    blocks: list[Float32s] = []
    order: list[npt.NDArray[np.intp]] = []
    for number in range(FOLDS):
        others = [pair for pair, at in zip(pairs, fold, strict=True) if at != number]
        own = [pair for pair, at in zip(pairs, fold, strict=True) if at == number]
        blocks.append(_features(learn_odds(others), learn_frequencies(others), own))
        order.append(np.flatnonzero(fold == number))
    labels = np.array([pair.same for pair in pairs], dtype=np.int64)[np.concatenate(order)]
    trees = learn_trees(np.concatenate(blocks), labels, NAME_TREES)
    return NameScorer(learn_odds(pairs), learn_frequencies(pairs), trees, 0.5, 0.9, "")


def _halves(
    pairs: Sequence[LabelledPair], half: int
) -> tuple[list[LabelledPair], list[LabelledPair]]:
    learn = [pair for pair in pairs if all(part_of(who, 2) == half for who in pair.persons)]
    evaluate_weights = [pair for pair in pairs if part_of(pair.persons[1], 2) != half]
    return learn, evaluate_weights


def held_out(pairs: Sequence[LabelledPair]) -> tuple[Float64s, list[LabelledPair]]:
    """Pairs and their probability by the scorer of the other half, which never saw the persons."""
    probabilities: list[Float64s] = []
    labelled: list[LabelledPair] = []
    for half in (0, 1):
        learn, others = _halves(pairs, half)
        scorer = learn_scorer(learn)
        probabilities.append(scorer.probabilities([pair.names for pair in others]))
        labelled += others
    return np.concatenate(probabilities), labelled


def by_script(probabilities: Float64s, pairs: Sequence[LabelledPair]) -> dict[str, PairScores]:
    """Quality of all pairs, and of those of each script."""
    same = np.array([pair.same for pair in pairs])
    group = np.array([group_of(*in_order(*pair.names)) for pair in pairs])
    told = {"all": score_pairs(probabilities, same)}
    for number, script in enumerate(Script):
        if (chosen := group == number).any():
            told[str(script)] = score_pairs(probabilities[chosen], same[chosen])
    return told


def main() -> None:
    """Judge on held-out persons, then learn from all and write the parameters."""
    parser = argparse.ArgumentParser(prog="python -m blindkoppel.learn.names")
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    pairs = read_pairs(options.pairs)
    told = by_script(*held_out(pairs))
    quality = told["all"]
    scorer = replace(
        learn_scorer(pairs),
        threshold=quality.threshold,
        strict_threshold=quality.strict_threshold,
    )
    options.out.write_bytes(save_scorer(scorer))
    print(json.dumps({name: scores.as_json() for name, scores in told.items()}, indent=2))


if __name__ == "__main__":
    main()
