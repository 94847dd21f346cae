# SPDX-License-Identifier: MIT
"""``blindkoppel attack``: run the attacks and print the tables of the documentation."""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TypeVar

from blindkoppel.attacks import as_markdown, run_attacks, run_inside
from blindkoppel.attacks.report import INSIDE, ON_ROUND
from blindkoppel.attacks.setting import make_setting
from blindkoppel.cli.arguments import people
from blindkoppel.cli.progress import bar
from blindkoppel.cli.registry import Commands

_Result = TypeVar("_Result")


def _watched(results: Iterable[_Result], label: str, total: int) -> Iterator[_Result]:
    progress = bar(label)
    for done, result in enumerate(results, start=1):
        progress(done, total)
        yield result


def _attack(options: argparse.Namespace) -> None:
    setting = make_setting(people=options.people, in_file=options.people // 4, seed=options.seed)
    outcomes = list(_watched(run_attacks(setting), "attacking", ON_ROUND))
    inside = list(_watched(run_inside(setting), "attacking inside", INSIDE))
    if options.json:
        report = {"round": [*map(asdict, outcomes)], "inside": [*map(asdict, inside)]}
        print(json.dumps(report, indent=2))
    else:
        print(as_markdown(setting, outcomes, inside), end="")


def register(commands: Commands) -> None:
    """Add ``attack`` to the command line."""
    parser = commands.add_parser("attack", help="attack made-up records, protected and not")
    parser.add_argument("--people", type=people, default=1200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=_attack)
