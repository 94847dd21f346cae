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


def run(asked: argparse.Namespace) -> int:
    """Examine; the exit code is 0 whatever the verdict."""
    from telwerk.mse.diagnostics import diagnose

    method, histories = methods()[asked.method], histories_of(asked)
    options = options_of(asked, method)
    found = diagnose(
        histories,
        method,
        repeats=asked.repeats,
        seed=int(options.get("seed") or 1),
        progress=progress_of(asked, "diagnose"),
        options=options,
    )
    lines = [found.estimate.to_table(asked.lang), ""]
    for finding in found.findings:
        lines.append(f"[{finding.grade}] {finding.title.say(asked.lang)}")
        lines.append(f"    {finding.verdict.say(asked.lang)}")
    emit(asked, found.to_dict(), "\n".join([*lines, "", found.verdict.say(asked.lang)]))
    if asked.report:
        save_report(asked.report, histories, found, asked.lang)
    return 0
