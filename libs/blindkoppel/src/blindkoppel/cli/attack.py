# SPDX-License-Identifier: MIT
"""``blindkoppel attack``: run the attacks and print the tables of the documentation."""

import argparse
import json
from dataclasses import asdict

from blindkoppel.attacks import as_markdown, run_attacks, run_inside
from blindkoppel.attacks.setting import make_setting
from blindkoppel.cli.arguments import people
from blindkoppel.cli.registry import Commands


def _attack(options: argparse.Namespace) -> None:
    setting = make_setting(people=options.people, in_file=options.people // 4, seed=options.seed)
    outcomes, inside = list(run_attacks(setting)), list(run_inside(setting))
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
