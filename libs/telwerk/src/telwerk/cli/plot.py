# SPDX-License-Identifier: MIT
"""``telwerk plot``: one chart as SVG, PNG, PDF, HTML or a Vega-Lite specification."""

import argparse
from pathlib import Path
from typing import Any

from telwerk.cli.common import add_input, add_options, histories_of, options_of
from telwerk.localised import LocalisedError
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import CHART_ENDING, NO_TRAJECTORY, ONE_MODEL
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


def run(namespace: argparse.Namespace) -> int:
    """Draw and save."""
    if namespace.output.suffix not in ENDINGS:
        endings = ", ".join(ENDINGS)
        raise LocalisedError(CHART_ENDING.filled(file=namespace.output.name, endings=endings))
    method = methods()[namespace.method]
    options = options_of(namespace, method)
    _chart(namespace, histories_of(namespace), method, options).save(str(namespace.output))
    return 0


def _chart(
    namespace: argparse.Namespace,
    histories: CaptureHistories,
    method: Method,
    options: dict[str, Any],  # as the method takes them
) -> Any:  # a chart of Altair
    from telwerk.mse.reports import charts

    if namespace.kind == "overlaps":
        return charts.overlaps(histories.lists, histories.as_dict(), namespace.lang)
    estimate = method.estimate(histories, **options)
    if namespace.kind == "estimate":
        return estimate.chart(namespace.lang)
    if namespace.kind == "trajectories":
        return _trajectories(namespace, histories, method, options)
    best = estimate.diagnostics.get("best_models")
    if not best:
        raise LocalisedError(ONE_MODEL.filled(name=method.name))
    models = [(row["model"], row["estimate"], row[method.name]) for row in best]
    return charts.multiverse(models, method.name, namespace.lang)


def _trajectories(
    namespace: argparse.Namespace,
    histories: CaptureHistories,
    method: Method,
    options: dict[str, Any],
) -> Any:  # a chart of Altair
    import numpy as np

    from telwerk.mse.diagnostics.perturbation import trajectories
    from telwerk.mse.reports import charts

    quick = {**options, "interval": "none"} if method.has("interval") else options
    size = method.estimate(histories, **quick).estimate
    if size is None:
        raise LocalisedError(NO_TRAJECTORY)
    found = trajectories(
        histories,
        lambda table: method.estimate(table, **quick),
        size,
        repeats=20,
        generator=np.random.default_rng(int(options.get("seed") or 1)),
    )
    rows = [row for row in found.rows if row["median"] is not None]
    return charts.trajectories(
        [(r["observed"], r["median"], r["low"], r["high"]) for r in rows], namespace.lang
    )
