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
from blindkoppel.learn.odds import count_alignments, first_odds, odds_from
from blindkoppel.learn.trees import learn_trees
from blindkoppel.names.alignment import (
    LONGEST_WORD,
    AlignmentOdds,
    units_of,
)
from blindkoppel.names.features import pair_features
from blindkoppel.names.pairing import NameFrequencies, group_of, in_order, opposite_words, word_odds
from blindkoppel.names.prepare import PreparedName, prepare
from blindkoppel.names.score import NameScorer, save_scorer
from blindkoppel.names.scripts import Script

Labels = Int64s

SHIPPED = Path(blindkoppel.names.__file__).with_name("scorer.npz")
ROUNDS = 5
NAME_TREES = 500
FOLDS = 4
# Words of fewer people than this are not stored: a count must not point at someone.
FEWEST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two names, whether they are one person's, and who they are.

    Attributes
    ----------
    names : tuple[PreparedName, PreparedName]
        Both names, prepared.
    same : bool
        Whether they are one person's.
    persons : tuple[str, str]
        Who they are.
    """

    names: tuple[PreparedName, PreparedName]
    same: bool
    persons: tuple[str, str]


def read_pairs(path: Path) -> list[LabelledPair]:
    """The labelled pairs of a file in which both names have letters.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Returns
    -------
    list[LabelledPair]
        One per row.
    """
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
    """The part that a person belongs to, the same in every run.

    Parameters
    ----------
    person : str
        Who it is.
    parts : int
        How many parts there are.
    salt : str
        Another salt gives another division.

    Returns
    -------
    int
        From 0 to ``parts - 1``.

    Examples
    --------
    >>> part_of("p1", 2) == part_of("p1", 2)
    True
    """
    return int.from_bytes(hashlib.sha256(f"{salt}{person}".encode()).digest()[:4]) % parts


def learn_odds(pairs: Sequence[LabelledPair]) -> AlignmentOdds:
    """The odds of sounds from true pairs, aligning and counting in turn.

    Parameters
    ----------
    pairs : Sequence[LabelledPair]
        Pairs of names whose truth is known.

    Returns
    -------
    AlignmentOdds
        The odds.

    References
    ----------
    R. Durbin, S. Eddy, A. Krogh and G. Mitchison, "Biological sequence analysis", Cambridge
        University Press, 1998, chapter 2.
    """
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
    """The number of different people that have each word, rare words left out.

    Parameters
    ----------
    pairs : Sequence[LabelledPair]
        Pairs of names whose truth is known.

    Returns
    -------
    NameFrequencies
        Counts by phonetic key.

    Examples
    --------
    >>> learn_frequencies([]).population
    0
    """
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
    """A scorer whose trees saw only features from odds learned on other persons.

    Parameters
    ----------
    pairs : Sequence[LabelledPair]
        Pairs of names whose truth is known.

    Returns
    -------
    NameScorer
        The scorer.
    """
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
    """The pairs with their probability by a scorer that never saw their persons.

    Parameters
    ----------
    pairs : Sequence[LabelledPair]
        Pairs of names whose truth is known.

    Returns
    -------
    tuple[Float64s, list[LabelledPair]]
        Probabilities, shape ``(pairs,)``, and the pairs in that order.
    """
    probabilities: list[Float64s] = []
    labelled: list[LabelledPair] = []
    for half in (0, 1):
        learn, others = _halves(pairs, half)
        scorer = learn_scorer(learn)
        probabilities.append(scorer.probabilities([pair.names for pair in others]))
        labelled += others
    return np.concatenate(probabilities), labelled


def by_script(probabilities: Float64s, pairs: Sequence[LabelledPair]) -> dict[str, PairScores]:
    """The quality of all pairs, and of those of each script.

    Parameters
    ----------
    probabilities : Float64s
        Probability that both names are one person's, shape ``(pairs,)``.
    pairs : Sequence[LabelledPair]
        Pairs of names whose truth is known.

    Returns
    -------
    dict[str, PairScores]
        Quality by script.

    Examples
    --------
    >>> maria = prepare("Maria Petrova")
    >>> pair = LabelledPair(names=(maria, maria), same=True, persons=("p1", "p1"))
    >>> sorted(by_script(np.array([0.9]), [pair]))
    ['all', 'latin']
    """
    same = np.array([pair.same for pair in pairs])
    group = np.array([group_of(*in_order(*pair.names)) for pair in pairs])
    told = {"all": score_pairs(probabilities, same)}
    for number, script in enumerate(Script):
        if (chosen := group == number).any():
            told[str(script)] = score_pairs(probabilities[chosen], same[chosen])
    return told


def main() -> None:
    """The command that makes ``scorer.npz``, and prints how good it is on held-out persons."""
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
