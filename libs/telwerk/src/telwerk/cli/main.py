# SPDX-License-Identifier: MIT
"""Reading the command line; every method's options come from the table of methods."""

import argparse
import sys
from collections.abc import Sequence

from telwerk import __version__
from telwerk.cli import compare, diagnose, estimate, people, plot, simulate
from telwerk.localised import LocalisedError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is one sentence on stderr and exit code 2."""
    parser = _parser()
    namespace = parser.parse_args(arguments)
    if not hasattr(namespace, "run"):
        parser.print_help()
        return 0
    try:
        return int(namespace.run(namespace))
    except BrokenPipeError:
        return 0  # the reader, such as head, has seen enough
    except (ValueError, OSError, OverflowError, ImportError) as problem:
        print(f"telwerk: {_message(problem, namespace)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("telwerk: stopped.", file=sys.stderr)
        return 130


def _message(problem: Exception, namespace: argparse.Namespace) -> str:
    if isinstance(problem, LocalisedError):
        return problem.text.say(getattr(namespace, "lang", "en"))
    return str(problem)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="telwerk", description="Counting people nobody sees, from lists that overlap."
    )
    parser.add_argument("--version", action="version", version=f"telwerk {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in (estimate, people, compare, diagnose, simulate, plot):
        command.declare(commands)
    return parser
