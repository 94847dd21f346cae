# SPDX-License-Identifier: MIT
"""``telwerk diagnose``: an estimate examined from every side."""

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
    save_report,
)
from telwerk.mse.methods.registry import methods


def declare(commands: Any) -> None:  # argparse does not name this type
    """Declare the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "diagnose", help="every model, every list, every link: can the lists carry the number?"
    )
    add_input(parser)
    parser.add_argument("--method", choices=list(methods()), default="bic")
    parser.add_argument("--repeats", type=int, default=50, help="simulated tables per setting")
    add_options(parser, list(methods().values()))
    parser.add_argument("--report", type=Path, metavar="OUT", help="also write .html or .pdf")
    add_output(parser)
    parser.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Examine; the exit code is 0 whatever the verdict."""
    from telwerk.mse.diagnostics import diagnose

    method, histories = methods()[namespace.method], histories_of(namespace)
    options = options_of(namespace, method)
    found = diagnose(
        histories,
        method,
        repeats=namespace.repeats,
        seed=int(options.get("seed") or 1),
        progress=progress_of(namespace, "diagnose"),
        options=options,
    )
    lines = [found.estimate.to_table(namespace.lang), ""]
    for result in found.results:
        lines.append(f"[{result.grade}] {result.title.say(namespace.lang)}")
        lines.append(f"    {result.verdict.say(namespace.lang)}")
    emit(namespace, found.to_dict(), "\n".join([*lines, "", found.verdict.say(namespace.lang)]))
    if namespace.report:
        save_report(namespace.report, histories, found, namespace.lang)
    return 0
