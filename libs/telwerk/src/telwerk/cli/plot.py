# SPDX-License-Identifier: MIT
"""``telwerk plot``: one chart as SVG, PNG, PDF, HTML or a Vega-Lite specification."""

import argparse
from pathlib import Path
from typing import Any

from telwerk.cli.common import add_input, add_options, histories_of, options_of
from telwerk.localised import Refusal
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import NO_TRAJECTORY, ONE_MODEL, PICTURE_ENDING
from telwerk.mse.methods.declaration import Method
from telwerk.mse.methods.registry import methods

KINDS = ("estimate", "multiverse", "overlaps", "trajectories")
ENDINGS = (".svg", ".png", ".pdf", ".html", ".json")


def declare(commands: Any) -> None:  # argparse does not name this type
    """Declare the command and its options."""
    parser: argparse.ArgumentParser = commands.add_parser("plot", help="draw one chart")
    add_input(parser)
    parser.add_argument("--kind", choices=KINDS, default="estimate")
    parser.add_argument("--method", choices=list(methods()), default="bic")
    parser.add_argument("--output", type=Path, required=True, metavar="OUT")
    parser.add_argument("--lang", choices=("nl", "en"), default="en", help="language of text")
    add_options(parser, list(methods().values()))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Draw and save."""
    if asked.output.suffix not in ENDINGS:
        endings = ", ".join(ENDINGS)
        raise Refusal(PICTURE_ENDING.filled(file=asked.output.name, endings=endings))
    method = methods()[asked.method]
    options = options_of(asked, method)
    _chart(asked, histories_of(asked), method, options).save(str(asked.output))
    return 0


def _chart(
    asked: argparse.Namespace,
    histories: CaptureHistories,
    method: Method,
    options: dict[str, Any],  # as the method takes them
) -> Any:  # a chart of Altair
    from telwerk.mse.reports import charts

    if asked.kind == "overlaps":
        return charts.overlaps(histories.lists, histories.as_dict(), asked.lang)
    estimate = method.estimate(histories, **options)
    if asked.kind == "estimate":
        return estimate.chart(asked.lang)
    if asked.kind == "trajectories":
        return _trajectories(asked, histories, method, options)
    best = estimate.diagnostics.get("best_models")
    if not best:
        raise Refusal(ONE_MODEL.filled(name=method.name))
    models = [(row["model"], row["estimate"], row[method.name]) for row in best]
    return charts.multiverse(models, method.name, asked.lang)


def _trajectories(
    asked: argparse.Namespace, histories: CaptureHistories, method: Method, options: dict[str, Any]
) -> Any:  # a chart of Altair
    import numpy as np

    from telwerk.mse.diagnostics.perturbation import trajectories
    from telwerk.mse.reports import charts

    quick = {**options, "interval": "none"} if method.has("interval") else options
    size = method.estimate(histories, **quick).estimate
    if size is None:
        raise Refusal(NO_TRAJECTORY)
    found = trajectories(
        histories,
        lambda table: method.estimate(table, **quick),
        size,
        repeats=20,
        generator=np.random.default_rng(int(options.get("seed") or 1)),
    )
    rows = [row for row in found.rows if row["median"] is not None]
    return charts.trajectories(
        [(r["observed"], r["median"], r["low"], r["high"]) for r in rows], asked.lang
    )
