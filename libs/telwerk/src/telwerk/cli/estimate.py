# SPDX-License-Identifier: MIT
"""``telwerk estimate``: one number with its band, or the reason why there is none."""

import argparse
from pathlib import Path
from typing import Any

from telwerk.cli.common import (
    add_input,
    add_options,
    add_output,
    emit,
    histories_of,
    options_of,
    progress_of,
)
from telwerk.mse.methods.registry import methods

EXIT_NO_ESTIMATE = 3


def declare(commands: Any) -> None:  # argparse does not name this type
    """Declare the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "estimate", help="estimate the size of a population from a table of lists"
    )
    add_input(parser)
    parser.add_argument(
        "--method", choices=list(methods()), default="bic", help="method of estimation"
    )
    add_options(parser, list(methods().values()))
    parser.add_argument(
        "--resume", type=Path, metavar="FILE", help="keep bootstrap replicates here, and go on"
    )
    add_output(parser)
    parser.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Estimate; exit code 3 when the lists cannot carry an estimate."""
    method = methods()[namespace.method]
    outcome = method.estimate(
        histories_of(namespace),
        progress=progress_of(namespace, method.name),
        resume=namespace.resume,
        **options_of(namespace, method),
    )
    text = f"{outcome.to_table(namespace.lang)}\n\n{outcome.paragraph(namespace.lang)}"
    emit(namespace, outcome.to_dict(), text)
    return EXIT_NO_ESTIMATE if outcome.estimate is None else 0
