# SPDX-License-Identifier: MIT
"""``telwerk simulate``: tables of which the truth is known."""

import argparse
import csv
import sys
from pathlib import Path
from typing import Any, TextIO

from telwerk.mse.lists.histories import CaptureHistories


def declare(commands: Any) -> None:  # argparse does not name this type
    """Declare the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "simulate", help="draw a table of lists from a population of known size"
    )
    parser.add_argument("--size", type=int, required=True, help="people, seen and unseen")
    parser.add_argument(
        "--rates", required=True, metavar="R,R,R", help="chance of being on each list"
    )
    parser.add_argument(
        "--odds",
        action="append",
        default=[],
        metavar="12=3",
        help="odds ratio between two lists; may be repeated",
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same table")
    parser.add_argument("--output", type=Path, metavar="OUT", help="CSV file; else to stdout")
    parser.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Draw one table and write it as CSV."""
    import numpy as np

    from telwerk.mse.lists.simulation import draw, probabilities

    if namespace.size < 1:
        raise ValueError(f"--size {namespace.size}: write how many people there are, 1 or more.")
    rates = [_number(text, "--rates") for text in namespace.rates.split(",")]
    odds = dict(_odds(text, len(rates)) for text in namespace.odds)
    chances = probabilities(rates, odds)
    histories = draw(chances, namespace.size, np.random.default_rng(namespace.seed))
    if namespace.output is None:
        _write(histories, sys.stdout)
    else:
        with namespace.output.open("w", encoding="utf-8", newline="") as file:
            _write(histories, file)
    return 0


def _number(text: str, flag: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{flag}: {text!r} is not a number.") from None


def _odds(text: str, t: int) -> tuple[tuple[int, int], float]:
    pair, _, value = text.partition("=")
    chosen = sorted({int(digit) for digit in pair if digit.isdigit()})
    if len(chosen) != 2 or not all(1 <= number <= t for number in chosen):
        raise ValueError(f"--odds {text!r}: write two list numbers and a ratio, such as 12=3.")
    return (chosen[0], chosen[1]), _number(value, "--odds")


def _write(histories: CaptureHistories, file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*histories.lists, "count"])
    for flags, number in histories.as_dict().items():
        writer.writerow([*flags, number])
