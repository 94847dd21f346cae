# SPDX-License-Identifier: MIT
"""Average over all decomposable graphs of dependence between the lists.

A graph says which lists depend on each other directly. For a decomposable (chordal) graph
the evidence of the data has a closed form for every possible number of unseen people, so the
posterior is a sum: nothing is sampled and nothing can fail to converge. The sum runs over
822 graphs for five lists, 18,154 for six and 617,675 for seven.

Only 2**t - 1 vectors are ever needed, one per set of lists; each graph adds the vectors of its
cliques and subtracts those of its separators.
"""

from __future__ import annotations

from telwerk.localised import LocalisedText, percent, whole
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods.graph_posterior import GraphPosterior, average_graphs
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.status import Status
from telwerk.progress import Progress

TAIL_WORTH_TELLING = 0.01


def estimate_graphs(
    histories: CaptureHistories,
    *,
    progress: Progress,
    delta: float | None,
    grid_end: float,
    level: float,
) -> Estimate:
    """Average over decomposable graphs; the estimate is the posterior median.

    The mean is in the diagnostics: it depends on where the grid ends, the median hardly does.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    delta
        Imaginary people per cell; None for one in all.
    grid_end
        At most this many times the people seen are unseen.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Madigan & York (1997), Biometrika 84.
    """
    builder = EstimateBuilder(
        method="graphs",
        counted=histories,
        options={"delta": delta, "grid_end": grid_end, "level": level},
        assumptions=(*assumptions.ALWAYS, assumptions.GRAPHS),
    )
    if not histories.on_several:
        return builder.none(Status.NO_OVERLAP)
    posterior = average_graphs(histories.counts, delta=delta, grid_end=grid_end)
    progress(1, 2)
    longer = average_graphs(histories.counts, delta=delta, grid_end=3 * grid_end)
    progress(2, 2)
    return builder.posterior(
        posterior.quantile,
        level,
        model=posterior.graphs[0].name,
        remarks=_tail_remark(posterior, longer),
        diagnostics=_diagnostics(posterior, longer),
    )


def _diagnostics(posterior: GraphPosterior, longer: GraphPosterior) -> dict[str, object]:
    return {
        "mean": posterior.mean,
        "standard_deviation": posterior.standard_deviation,
        "mode": posterior.mode,
        "graphs_considered": posterior.considered,
        "tail_mass": posterior.tail,
        "grid_end": posterior.observed + posterior.last,
        "median_on_longer_grid": longer.quantile(0.5),
        "mean_on_longer_grid": longer.mean,
        "beyond_grid": _beyond(posterior, longer),
        "graphs": [
            {"model": graph.name, "probability": graph.probability, "mean": graph.mean}
            for graph in posterior.graphs
        ],
        "together": {f"{i},{j}": share for (i, j), share in posterior.together.items()},
    }


def _beyond(posterior: GraphPosterior, longer: GraphPosterior) -> float:
    """Share of the posterior on the longer grid that the shorter grid cuts off."""
    return 1 - longer.sums.up_to(posterior.last)


def _tail_remark(posterior: GraphPosterior, longer: GraphPosterior) -> tuple[LocalisedText, ...]:
    share = _beyond(posterior, longer)
    if share < TAIL_WORTH_TELLING:
        return ()
    end = posterior.observed + posterior.last
    return (
        LocalisedText(
            nl=f"Laten wij ook aantallen boven {whole(end, 'nl')} toe, dan krijgen die "
            f"{percent(share, 'nl')} kans: de lijsten sluiten ze niet uit.",
            en=f"If numbers above {whole(end, 'en')} are allowed too, they get a chance of "
            f"{percent(share, 'en')}: the lists do not rule them out.",
        ),
    )
