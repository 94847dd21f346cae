# SPDX-License-Identifier: MIT
"""Reading the command line and handing it to the command that was asked for."""

import argparse
import sys
import warnings
from collections.abc import Sequence

from blindkoppel import __version__
from blindkoppel.cli import attack, case, closed, evaluate, log, match, names, rounds, signer
from blindkoppel.errors import BlindkoppelError, TableWarning


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="blindkoppel", description="Find the same person without showing the person."
    )
    parser.add_argument("--version", action="version", version=f"blindkoppel {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for register in (
        rounds.register_keygen,
        rounds.register_encode,
        closed.register,
        case.register,
        match.register,
        evaluate.register,
        attack.register,
        log.register,
        names.register,
        signer.register,
    ):
        register(commands)
    return parser


def _run(options: argparse.Namespace) -> None:
    """Run the command; what was assumed about files is told on the error stream."""
    with warnings.catch_warnings(record=True, category=TableWarning) as assumed:
        warnings.simplefilter("always", TableWarning)
        options.run(options)
    for warning in assumed:
        print(f"blindkoppel: {warning.message}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except BlindkoppelError as error:
        print(f"blindkoppel: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        # A disk that is full, a folder that is not there: the system's own words.
        print(f"blindkoppel: {error.filename or 'a file'}: {error.strerror}", file=sys.stderr)
        return 2
    return 0
