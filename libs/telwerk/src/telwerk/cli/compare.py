# SPDX-License-Identifier: MIT
"""``telwerk compare``: several methods on the same lists, side by side."""

import argparse
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
from telwerk.localised import Language, whole
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.methods.declaration import Method
from telwerk.mse.methods.registry import method, methods


def declare(commands: Any) -> None:  # argparse does not name this type
    """Declare the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "compare", help="estimate with several methods, side by side"
    )
    add_input(parser)
    parser.add_argument(
        "--methods",
        default="",
        metavar="A,B",
        help="which methods; all quick ones when left out",
    )
    add_options(parser, list(methods().values()))
    add_output(parser)
    parser.set_defaults(run=run)


def run(namespace: argparse.Namespace) -> int:
    """Estimate with each method; one that cannot take the lists says why."""
    histories, progress = histories_of(namespace), progress_of(namespace, "compare")
    chosen = _chosen(namespace.methods)
    rows = []
    for done, each in enumerate(chosen):
        try:
            rows.append(
                each.estimate(histories, **options_of(namespace, each, loud=False)).to_dict()
            )
        except InvalidHistories as problem:
            reason = problem.text.say(namespace.lang)
            rows.append({"method": each.name, "estimate": None, "status": reason})
        progress(done + 1, len(chosen))
    emit(
        namespace,
        {"input_digest": histories.digest, "estimates": rows},
        _table(rows, namespace.lang),
    )
    return 0


def _chosen(names: str) -> list[Method]:
    if not names:
        return [m for m in methods().values() if not m.stochastic and m.name != "model"]
    return [method(name.strip()) for name in names.split(",")]


def _table(rows: list[dict[str, Any]], lang: Language) -> str:  # JSON values
    lines = []
    for row in rows:
        if row["estimate"] is None:
            lines.append(f"{row['method']:<14}{'–':>10}  {row['status']}")
            continue
        ends = row["interval"] or [None, None]
        low, high = ("…" if end is None else whole(end, lang) for end in ends)
        model = row["model"] or ""
        lines.append(
            f"{row['method']:<14}{whole(row['estimate'], lang):>10}  "
            f"{low + ' – ' + high:<24}{model}"
        )
    return "\n".join(lines)
