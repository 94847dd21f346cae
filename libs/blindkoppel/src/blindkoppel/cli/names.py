# SPDX-License-Identifier: MIT
"""``blindkoppel names``: look at names, and score pairs of them."""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from blindkoppel.cli.registry import Commands
from blindkoppel.errors import TableError
from blindkoppel.evaluate import quality_report
from blindkoppel.names import default_scorer, prepare
from blindkoppel.names.pairing import group_of, in_order
from blindkoppel.names.prepare import PreparedName
from blindkoppel.names.scripts import Script
from blindkoppel.reading.columns import plain
from blindkoppel.reading.records import known_values
from blindkoppel.reading.tables import read_columns, require_columns, write_columns

Names = Sequence[tuple[PreparedName, PreparedName]]

# As in ``blindkoppel.reading.columns.plain``: without case, spaces and punctuation.
_PAIRS_OF_COLUMNS = (
    *((f"{word}1", f"{word}2") for word in ("name", "naam", "fullname")),
    *((f"{word}a", f"{word}b") for word in ("name", "naam", "fullname")),
    ("nameleft", "nameright"), ("leftname", "rightname"), ("namel", "namer"), ("left", "right"),
)  # fmt: skip
_LABELS = ("label", "labels", "same", "issame", "match", "ismatch", "truth", "target")
_SAME = ("1", "true", "t", "yes", "y", "ja", "j", "same", "match", "matched", "pos", "positive")
_DIFFERENT = (
    *("0", "false", "f", "no", "n", "nee", "different", "neg", "negative"),
    *("nonmatch", "notmatch", "nomatch", "unmatched"),
)


def _show(options: argparse.Namespace) -> None:
    for name in options.name:
        prepared = prepare(name)
        print(f"{name}  ({prepared.script})")
        for token in prepared.tokens:
            print(f"  {' '.join(token.readings)}  fine {token.fine}  coarse {token.coarse}")


def _columns_of_names(columns: Sequence[str], asked: str | None) -> tuple[str, str]:
    """The two columns with the names of a pair: those asked for, or well-known ones."""
    if asked:
        one, _, other = asked.partition(",")
        require_columns(columns, [one, other], "the file")
        return one, other
    known = {plain(column): column for column in columns}
    for pair in _PAIRS_OF_COLUMNS:
        if all(name in known for name in pair):
            return known[pair[0]], known[pair[1]]
    require_columns(columns, ("name1", "name2"), "without --columns ONE,OTHER the file")
    raise AssertionError("columns name1 and name2 are known")


def _label_column(columns: Sequence[str], asked: str | None) -> str | None:
    if asked:
        require_columns(columns, [asked], "the file")
        return asked
    return next((column for column in columns if plain(column) in _LABELS), None)


def _label(text: str) -> bool | None:
    """Whether a pair was labelled as one person; nothing when it was not labelled."""
    value = plain(text.removesuffix(".0"))
    if value in _SAME or not value:
        return True if value else None
    if value in _DIFFERENT:
        return False
    raise TableError(
        "a label is 1 or 0, true or false, yes or no, match or non-match, or empty where nobody "
        f"knows; not {text!r}. Give the column with --label"
    )


def _quality(
    probabilities: npt.NDArray[np.float64], same: npt.NDArray[np.bool_]
) -> dict[str, object]:
    """Quality at the threshold that came with the parameters, and over all thresholds."""
    told = quality_report(probabilities, same, threshold=default_scorer().threshold)
    return {"pairs": len(same), **told}


def _report(
    names: Names, labels: Sequence[bool | None], probabilities: npt.NDArray[np.float64]
) -> dict[str, object]:
    labelled = np.array([label is not None for label in labels], dtype=bool)
    if not labelled.any():
        return {"pairs": len(names), "labelled": 0}
    same = np.array([label is True for label in labels])
    groups = np.array([group_of(*in_order(*pair)) for pair in names])
    by_script = {
        str(script): _quality(probabilities[chosen], same[chosen])
        for number, script in enumerate(Script)
        if (chosen := labelled & (groups == number)).any()
    }
    whole = _quality(probabilities[labelled], same[labelled])
    return {**whole, "pairs": len(names), "labelled": int(labelled.sum()), "by_script": by_script}


def _print_quality(label: str, quality: dict[str, object]) -> None:
    columns = ("pairs", "precision", "recall", "f1", "best_f1", "recall_at_99_precision")
    print(f"{label:>10}", *(f"{quality[column]!s:>10}" for column in columns if column in quality))


def _print_report(report: dict[str, object]) -> None:
    if "f1" not in report:
        print(f"{report['pairs']} pairs, {report['microseconds_per_pair']} µs a pair")
        return
    print(
        f"{'':>10}",
        *(f"{head:>10}" for head in ("pairs", "precision", "recall", "F1", "best F1", "R at P99")),
    )
    _print_quality("all", report)
    scripts = report.get("by_script")
    if isinstance(scripts, dict):
        for script, quality in scripts.items():
            _print_quality(script, quality)
    print(f"{report['microseconds_per_pair']} µs a pair")


def _score(options: argparse.Namespace) -> None:
    table = read_columns(options.pairs)
    one, other = _columns_of_names(list(table), options.columns)
    label = _label_column(list(table), options.label)
    labels = [_label(text) for text in table[label]] if label else [None] * len(table[one])
    scorer = default_scorer()
    started = time.perf_counter()
    pairs = zip(known_values(table[one]), known_values(table[other]), strict=True)
    names = [(prepare(first), prepare(second)) for first, second in pairs]
    probabilities = scorer.probabilities(names)
    spent = time.perf_counter() - started
    report = _report(names, labels, probabilities)
    report["microseconds_per_pair"] = round(spent / max(len(names), 1) * 1e6, 1)
    report["threshold"] = round(scorer.threshold, 4)
    report["parameters"] = scorer.digest
    report["columns"] = {"names": [one, other], "label": label}
    if options.out:
        table["probability"] = [f"{probability:.6f}" for probability in probabilities]
        write_columns(options.out, table)
    print(json.dumps(report, indent=2)) if options.json else _print_report(report)


def register(commands: Commands) -> None:
    """Add ``names`` and what it can do to the command line."""
    parser = commands.add_parser("names", help="look at and score names")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    show = actions.add_parser("show", help="how names are read, token by token")
    show.add_argument("name", nargs="+")
    show.set_defaults(run=_show)
    score = actions.add_parser(
        "score", help="probability that the names of each pair are one person's"
    )
    score.add_argument("pairs", type=Path, help="CSV or Parquet: name1, name2 and maybe label")
    score.add_argument("--columns", metavar="ONE,OTHER", help="the two columns with names")
    score.add_argument("--label", metavar="COLUMN", help="the column that tells who is the same")
    score.add_argument("--out", type=Path, help="write the pairs with their probability here")
    score.add_argument("--json", action="store_true", help="print the report as JSON")
    score.set_defaults(run=_score)
