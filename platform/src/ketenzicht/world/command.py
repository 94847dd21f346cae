# SPDX-License-Identifier: EUPL-1.2
"""The words of `simulate` on the command line, apart from whoever offers them."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TextIO

from ketenzicht.world.writing import write_world

# Fixed, so that the same words give the same bytes on any day.
LAST_DAY = date(2026, 11, 1)


class Sink(Protocol):
    """Where the outcome is written: a stream, or a framework's wrapper around one."""

    def write(self, text: str, /) -> object: ...


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `simulate` takes."""
    parser.add_argument(
        "--to", type=Path, required=True, help="folder for truth/, observed/ and manifest.json"
    )
    parser.add_argument("--people", type=int, default=1000, help="how many people are exploited")
    parser.add_argument("--years", type=int, default=5, help="calendar years up to the last day")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another world")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=LAST_DAY, help=f"the last day; {LAST_DAY}"
    )


def simulate(options: Mapping[str, Any], *, out: Sink, progress: TextIO) -> None:
    """Write the world that the options ask for; progress is shown to people, not to files."""

    def show(done: int) -> None:
        if progress.isatty():
            progress.write(f"\r{done:,} of {options['people']:,} people")
            progress.flush()

    manifest = write_world(
        options["to"],
        seed=options["seed"],
        people=options["people"],
        years=options["years"],
        today=options["today"],
        on_block=show,
    )
    if progress.isatty():
        progress.write("\n")
    out.write(f"{manifest}\n")


def run(options: Mapping[str, Any]) -> None:
    """Run `simulate` on the terminal; what cannot be made is refused in words, with status 2."""
    try:
        simulate(options, out=sys.stdout, progress=sys.stderr)
    except ValueError as refusal:
        sys.stderr.write(f"simulate: {refusal}\n")
        raise SystemExit(2) from refusal


def main() -> None:
    """Run `simulate` by itself, without the platform."""
    parser = argparse.ArgumentParser(prog="simulate", description="Make a simulated world.")
    add_arguments(parser)
    run(vars(parser.parse_args()))
