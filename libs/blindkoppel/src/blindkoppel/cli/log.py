# SPDX-License-Identifier: MIT
"""``blindkoppel log``: whether a log is whole, and what is in it."""

import argparse
from pathlib import Path

from blindkoppel.cli.registry import Commands
from blindkoppel.rounds.log import ChainedLog, LogError


def _log(options: argparse.Namespace) -> None:
    if not options.log.exists():
        raise LogError(f"{options.log} does not exist")
    log = ChainedLog(options.log)
    entries = log.entries()
    if options.head and options.head != log.head:
        raise LogError(f"{options.log.name} ends otherwise than when that head was kept")
    for entry in entries:
        told = (f"{name} {value}" for name, value in entry.items() if name not in ("at", "before"))
        print(entry["at"], *told)
    print(f"whole, {len(entries)} lines; keep this head elsewhere: {log.head}")


def register(commands: Commands) -> None:
    """Add ``log`` to the command line."""
    parser = commands.add_parser("log", help="check a log and show it")
    parser.add_argument("log", type=Path)
    parser.add_argument("--head", help="the head kept last time, to see lines taken off the end")
    parser.set_defaults(run=_log)
