# SPDX-License-Identifier: MIT
"""What mistakes in matching do to the estimate of people nobody sees.

    python -m bench counting

Draws worlds with a known truth, links the lists of organisations as ``blindkoppel`` would,
counts on which lists each person was found, and lets ``telwerk`` estimate: from the true
overlaps, from the overlaps found when only near-certain pairs count, and from overlaps
corrected so that missed and false pairs balance. Only entries with a name take part.
"""

import csv
import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from blindkoppel.decide.bands import Bands
from blindkoppel.decide.clusters import ScoredPair, clusters
from blindkoppel.decide.counting import balanced_threshold
from blindkoppel.linking import Linkage, find_duplicates, link
from blindkoppel.reading.records import Schema
from blindkoppel.rounds.matching import sealed_round
from blindkoppel.splink_engine import link_with_splink
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods import estimate

PEOPLE, SEEDS = 100_000, (1, 2, 3, 4, 5)
# Organisations of one kind count as one list: eight lists overlap too little to tell.
LISTS = {
    "police": ("police",),
    "borders and labour": ("kmar", "nla"),
    "coordination": ("care_coordination",),
    "help": ("fairwork", "shelter", "youth_care", "coa"),
}
SCHEMA = Schema(("given", "family"), ("birth",), "sex", "nationality", "municipality")
COLUMNS = ("given", "family", "birth", "sex", "nationality", "municipality")
Columns = dict[str, list[str]]
Pairing = Callable[[Columns, Columns], Linkage]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list as its organisations keep it, and who each row really is."""

    columns: Columns
    persons: list[str]

    def only(self, rows: Sequence[int]) -> "Listed":
        """The same list with these rows."""
        kept = {name: [column[row] for row in rows] for name, column in self.columns.items()}
        return Listed(kept, [self.persons[row] for row in rows])


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def world(folder: Path, seed: int) -> dict[str, Listed]:
    """Draw a world and read the lists; the truth is read to judge, never to link."""
    asked = ["simulate", "--people", str(PEOPLE), "--years", "1", "--seed", str(seed)]
    command = [str(Path(sys.executable).parent / "ketenzicht"), *asked, "--to", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    links = _rows(folder / "truth/links.csv.gz")
    person = {row["observed"]: row["person"] for row in links if row["kind"] == "entry"}
    entries = [row for row in _rows(folder / "observed/entries.csv.gz") if row["given"]]
    listed = {}
    for name, members in LISTS.items():
        chosen = [row for row in entries if row["list"] in members]
        columns = {column: [row[column] for row in chosen] for column in COLUMNS}
        listed[name] = Listed(columns, [person[row["entry"]] for row in chosen])
    return listed


def _groups(pairs: list[ScoredPair], *, one_per_list: bool) -> list[frozenset[tuple[str, int]]]:
    return clusters(pairs, one_per_list=one_per_list)


def _scored(linkage: Linkage, names: tuple[str, str], least: float) -> list[ScoredPair]:
    """Pairs with log-odds that are positive from the threshold on."""
    odds = np.log(linkage.probability / np.maximum(1 - linkage.probability, 1e-12))
    cut = np.log(least / max(1 - least, 1e-12)) - 1e-9
    return [
        ScoredPair((names[0], one), (names[1], other), float(odd - cut))
        for one, other, odd in zip(
            linkage.pairs.left.tolist(), linkage.pairs.right.tolist(), odds, strict=True
        )
    ]


def at_home(listed: Listed) -> Listed:
    """A list in which an organisation has joined its own duplicates, in clear text."""
    found = find_duplicates(listed.columns, SCHEMA)
    groups = _groups(_scored(found, ("", ""), 0.5), one_per_list=False)
    spare = {row for group in groups for _, row in sorted(group)[1:]}
    return listed.only([row for row in range(len(listed.persons)) if row not in spare])


def histories(lists: dict[str, Listed], pairs: list[ScoredPair]) -> Counter[str]:
    """How many people were found on exactly which lists, given the scored pairs."""
    counts: Counter[str] = Counter()
    grouped: set[tuple[str, int]] = set()
    for group in _groups(pairs, one_per_list=True):
        on = {name for name, _ in group}
        counts["".join("01"[name in on] for name in lists)] += 1
        grouped |= group
    for name, listed in lists.items():
        alone = sum((name, row) not in grouped for row in range(len(listed.persons)))
        counts["".join("01"[name == other] for other in lists)] += alone
    return counts


def true_histories(lists: dict[str, Listed]) -> Counter[str]:
    """The same, from who people really are."""
    people = [set(listed.persons) for listed in lists.values()]
    return Counter("".join("01"[who in those] for those in people) for who in set.union(*people))


def overlap(counts: Counter[str]) -> int:
    """People on both lists, added over all pairs of lists."""
    return sum(count * (k * (k - 1) // 2) for on, count in counts.items() if (k := on.count("1")))


@dataclass(frozen=True, slots=True)
class Row:
    """What one way of matching gave in one world."""

    overlap: int
    estimate: float
    low: float
    high: float


def counted(counts: Counter[str]) -> Row:
    """Let telwerk estimate from these histories."""
    told = estimate(CaptureHistories.from_counts(list(LISTS), dict(counts)), "bic")
    limits = (told.interval.low, told.interval.high) if told.interval else (None, None)
    estimated, low, high = (
        np.nan if number is None else number for number in (told.estimate, *limits)
    )
    return Row(overlap(counts), estimated, low, high)


def methods_of(lists: dict[str, Listed], pairing: Pairing) -> dict[str, Row]:
    """Estimates without and with correction, from one run of the matching."""
    linked = {
        pair: pairing(lists[pair[0]].columns, lists[pair[1]].columns)
        for pair in combinations(lists, 2)
    }

    def at(threshold: Callable[[Linkage], float]) -> Row:
        pairs: list[ScoredPair] = []
        for names, linkage in linked.items():
            least = threshold(linkage)
            if np.isfinite(least):
                pairs += _scored(linkage, names, least)
        return counted(histories(lists, pairs))

    return {
        "near-certain pairs only": at(lambda _: Bands().match),
        "corrected: errors balance": at(lambda found: balanced_threshold(found.probability)),
    }


PAIRINGS: dict[str, Pairing] = {
    "clear": lambda a, b: link(a, b, SCHEMA),
    "blind": lambda a, b: sealed_round(a, b, SCHEMA),
    "Splink 5 with our names and keys": lambda a, b: link_with_splink(a, b, SCHEMA),
}


def measured(seed: int) -> dict[str, Row]:
    """Every way of matching in one world; the first is the truth."""
    with TemporaryDirectory() as folder:
        lists = {name: at_home(listed) for name, listed in world(Path(folder), seed).items()}
    rows = {"true overlaps": counted(true_histories(lists))}
    for kind, pairing in PAIRINGS.items():
        rows |= {f"{kind}, {way}": row for way, row in methods_of(lists, pairing).items()}
    return rows


def main() -> int:
    """Print one table over all worlds."""
    worlds = [measured(seed) for seed in SEEDS]
    print(
        f"{len(SEEDS)} worlds of {PEOPLE:,} people, four lists, entries with a name.\n\n"
        "| matching | overlap found | estimate beside that of true overlaps | "
        "its interval covers the true-overlap estimate |\n|---|---|---|---|"
    )
    for way in worlds[0]:
        truth = [world["true overlaps"] for world in worlds]
        found = [world[way] for world in worlds]
        pairs = list(zip(found, truth, strict=True))
        overlaps = np.mean([row.overlap / true.overlap - 1 for row, true in pairs])
        sizes = np.mean([row.estimate / true.estimate - 1 for row, true in pairs])
        covers = sum(row.low <= true.estimate <= row.high for row, true in pairs)
        print(f"| {way} | {overlaps:+.1%} | {sizes:+.1%} | {covers} of {len(pairs)} |")
    return 0
