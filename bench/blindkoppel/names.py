# SPDX-License-Identifier: MIT
"""Scorers of name pairs, side by side on the same pairs.

    python -m bench.blindkoppel.names PAIRS.csv [--every 4]

Thresholds are chosen on one half of the persons and judged on the other, for every
scorer alike. blindkoppel is learned anew from the half it is not judged on.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from anyascii import anyascii
from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
from rapidfuzz import fuzz

from blindkoppel.evaluate import score_at, score_pairs
from blindkoppel.learn.names import learn_scorer, part_of, read_pairs
from blindkoppel.names import prepare
from blindkoppel.reading.tables import Row, read_rows

HEADER = (
    "| | F1 | recall at P 99 % | F1 Arabic | F1 Cyrillic | µs a pair |\n|---|---|---|---|---|---|"
)
Scores = np.ndarray
Scorer = Callable[[list[Row]], Scores]


def ratio(rows: list[Row]) -> Scores:
    """rapidfuzz's weighted ratio of the names in ASCII, case ignored."""
    pairs = [(anyascii(row["name1"]).lower(), anyascii(row["name2"]).lower()) for row in rows]
    return np.array([fuzz.WRatio(*pair) for pair in pairs])


def nomenklatura(name: str) -> Scorer:
    """One of nomenklatura's matchers, told only that these are people with a name."""
    matcher = get_algorithm(name)
    if matcher is None:
        raise SystemExit(f"nomenklatura has no matcher {name}")
    config = ScoringConfig.defaults()

    def person(number: str, called: str) -> EntityProxy:
        described = {"id": number, "schema": "Person", "properties": {"name": [called]}}
        return EntityProxy.from_dict(described)

    def score(rows: list[Row]) -> Scores:
        # The matcher remembers entities by their number: each needs its own.
        return np.array(
            [
                matcher.compare(
                    person(f"a{at}", row["name1"]), person(f"b{at}", row["name2"]), config
                ).score
                for at, row in enumerate(rows)
            ]
        )

    return score


@dataclass(frozen=True, slots=True)
class LabelledCandidates:
    """F1 over all pairs and per script, and recall at 99 % precision."""

    f1: float
    recall: float
    arabic: float
    cyrillic: float

    def line(self, name: str, microseconds: float) -> str:
        """A line of the table."""
        shares = (self.f1, self.recall, self.arabic, self.cyrillic)
        return f"| {name} | {' | '.join(f'{x:.3f}' for x in shares)} | {microseconds:.0f} |"


def evaluated_by_halves(rows: list[Row], scores: Scores) -> LabelledCandidates:
    """Judge each half of the persons at the threshold that is best for the other half."""
    same = np.array([row["label"] == "1" for row in rows])
    half = np.array([part_of(row["person2"], 2, "bench") for row in rows])
    script = np.array([row.get("script2", "") for row in rows])

    def f1(chosen: np.ndarray) -> float:
        found = []
        for part in (0, 1):
            threshold = score_pairs(scores[half == part], same[half == part]).threshold
            labelled = chosen & (half != part)
            found.append(score_at(threshold, scores[labelled], same[labelled]).f1)
        return float(np.mean(found))

    everything = np.ones(len(rows), bool)
    strict = score_pairs(scores, same).strict_recall
    return LabelledCandidates(
        f1(everything), strict, f1(script == "ARABIC"), f1(script == "CYRILLIC")
    )


def ours(path: Path, rows: list[Row]) -> tuple[Scores, float]:
    """Scores by weights learned from the other half of the persons, and seconds of scoring."""
    learnable = read_pairs(path)
    scores, spent = np.zeros(len(rows)), 0.0
    for part in (0, 1):
        others = [
            pair for pair in learnable if all(part_of(who, 2) != part for who in pair.persons)
        ]
        scorer = learn_scorer(others)
        labelled = [at for at, row in enumerate(rows) if part_of(row["person2"], 2) == part]
        started = time.process_time()
        names = [(prepare(rows[at]["name1"]), prepare(rows[at]["name2"])) for at in labelled]
        scores[labelled] = scorer.probabilities(names)
        spent += time.process_time() - started
    return scores, spent


def main() -> None:
    """Run every scorer and print one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--every", type=int, default=1, help="use one in so many persons")
    options = parser.parse_args()
    rows = [
        row
        for row in read_rows(options.pairs)
        if part_of(row["person2"], options.every, "sample") == 0
    ]
    peers: dict[str, Scorer] = {
        "anyascii + rapidfuzz WRatio": ratio,
        "nomenklatura name-based": nomenklatura("name-based"),
        "nomenklatura logic-v2": nomenklatura("logic-v2"),
    }
    print(f"{len(rows)} pairs\n\n{HEADER}")
    for name, scorer in peers.items():
        started = time.process_time()
        scores = scorer(rows)
        spent = time.process_time() - started
        print(evaluated_by_halves(rows, scores).line(name, spent / len(rows) * 1e6), flush=True)
    scores, spent = ours(options.pairs, rows)
    print(evaluated_by_halves(rows, scores).line("blindkoppel", spent / len(rows) * 1e6))


if __name__ == "__main__":
    main()
