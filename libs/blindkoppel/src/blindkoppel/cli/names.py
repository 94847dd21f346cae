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
from blindkoppel.evaluate import score_at, score_pairs
from blindkoppel.names import default_scorer, prepare
from blindkoppel.names.features import group_of, in_order
from blindkoppel.names.prepare import PreparedName
from blindkoppel.names.scripts import Script
from blindkoppel.tables import Row, read_rows, write_rows

Names = Sequence[tuple[PreparedName, PreparedName]]


def _show(options: argparse.Namespace) -> None:
    for name in options.name:
        prepared = prepare(name)
        print(f"{name}  ({prepared.script})")
        for token in prepared.tokens:
            print(f"  {' '.join(token.readings)}  fine {token.fine}  coarse {token.coarse}")


def _quality(
    probabilities: npt.NDArray[np.float64], same: npt.NDArray[np.bool_]
) -> dict[str, object]:
    """Quality at the threshold that came with the parameters, and over all thresholds."""
    shipped = score_at(default_scorer().threshold, probabilities, same)
    best = score_pairs(probabilities, same)
    return {
        "pairs": best.pairs,
        "precision": round(shipped.precision, 4),
        "recall": round(shipped.recall, 4),
        "f1": round(shipped.f1, 4),
        "best_f1": round(best.f1, 4),
        "recall_at_99_precision": round(best.strict_recall, 4),
    }


def _report(
    names: Names, rows: Sequence[Row], probabilities: npt.NDArray[np.float64]
) -> dict[str, object]:
    if not rows or "label" not in rows[0]:
        return {"pairs": len(rows)}
    same = np.array([row["label"].strip() in {"1", "1.0", "true", "True"} for row in rows])
    groups = np.array([group_of(*in_order(*pair)) for pair in names])
    by_script = {
        str(script): _quality(probabilities[groups == number], same[groups == number])
        for number, script in enumerate(Script)
        if (groups == number).any()
    }
    return {**_quality(probabilities, same), "by_script": by_script}


def _print_quality(label: str, quality: dict[str, object]) -> None:
    columns = ("pairs", "precision", "recall", "f1", "best_f1", "recall_at_99_precision")
    print(f"{label:>10}", *(f"{quality[column]!s:>10}" for column in columns if column in quality))


def _print_report(report: dict[str, object]) -> None:
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
    rows = read_rows(options.pairs, required=("name1", "name2"))
    scorer = default_scorer()
    started = time.perf_counter()
    names = [(prepare(row["name1"]), prepare(row["name2"])) for row in rows]
    probabilities = scorer.probabilities(names)
    spent = time.perf_counter() - started
    report = _report(names, rows, probabilities)
    report["microseconds_per_pair"] = round(spent / max(len(rows), 1) * 1e6, 1)
    report["threshold"] = round(scorer.threshold, 4)
    report["parameters"] = scorer.digest
    if options.out:
        scored = (
            {**row, "probability": f"{probability:.6f}"}
            for row, probability in zip(rows, probabilities, strict=True)
        )
        write_rows(options.out, scored, [*(rows[0] if rows else ()), "probability"])
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
    score.add_argument("--out", type=Path, help="write the pairs with their probability here")
    score.add_argument("--json", action="store_true", help="print the report as JSON")
    score.set_defaults(run=_score)
