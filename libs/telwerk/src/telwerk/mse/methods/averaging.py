# SPDX-License-Identifier: MIT
"""Average over hierarchical log-linear models, weighed by their evidence.

Each model says which lists depend on each other; each gets the weight that the data give it.
The peers walk from model to model and can stay in one corner for thousands of steps. Here every
model up to the order asked for is taken, its evidence is found by weighed independent draws,
and the draws of all models together are the posterior. There is no walk, so nothing has to mix.
"""

from __future__ import annotations

import numpy as np

from telwerk.localised import Language, LocalisedText, percent, whole
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods.model_posterior import AveragedPosterior, Prior, average_models
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder, finite_or_none
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.status import Status
from telwerk.mse.uncertainty.convergence import several_modes
from telwerk.progress import Progress


def estimate_averaging(
    histories: CaptureHistories,
    *,
    progress: Progress,
    order: int,
    prior: Prior,
    level: float,
    seed: int,
) -> Estimate:
    """Average over hierarchical models; the estimate is the posterior median.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    order
        Largest number of lists in one interaction.
    prior
        ``unit`` or ``hyper-g``.
    level
        Probability inside the interval, such as 0.95.
    seed
        Start of the random numbers: the same seed gives the same outcome.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    King & Brooks (2001), Biometrika 88; Overstall & King (2014), J. Stat. Softw. 58(7).
    """
    builder = EstimateBuilder(
        method="averaging",
        counted=histories,
        options={"order": order, "prior": prior, "level": level},
        assumptions=(*assumptions.ALWAYS, assumptions.PAIRS, assumptions.SAME_HIDDEN),
        seed=seed,
    )
    if not histories.on_several:
        return builder.none(Status.NO_OVERLAP)
    posterior = average_models(
        histories.counts,
        np.random.default_rng(seed),
        order=order,
        prior=prior,
        progress=progress,
    )
    return builder.posterior(
        posterior.quantile,
        level,
        model=posterior.models[0].model,
        remarks=_remarks(posterior),
        diagnostics=_diagnostics(posterior),
        convergence={"effective": posterior.effective, "draws": len(posterior.weights)},
    )


def _diagnostics(posterior: AveragedPosterior) -> dict[str, object]:
    shares = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
    return {
        "mean": finite_or_none(posterior.mean),
        "quantiles": {f"{share:g}": posterior.quantile(share) for share in shares},
        "models_considered": posterior.considered,
        "models": [
            {"model": m.model, "probability": m.probability, "median": m.median}
            for m in posterior.models
        ],
        "together": {",".join(map(str, key)): p for key, p in posterior.together.items()},
        "modes": [{"top": m.top, "share": m.share} for m in posterior.modes],
    }


def _remarks(posterior: AveragedPosterior) -> tuple[LocalisedText, ...]:
    best = posterior.models[0]

    def in_language(lang: Language) -> tuple[str, str, str]:
        chance = percent(best.probability, lang)
        return best.model, chance, whole(best.median, lang)

    nl, en = in_language("nl"), in_language("en")
    several = (several_modes(posterior.modes),) if len(posterior.modes) > 1 else ()
    return (
        *several,
        LocalisedText(
            nl=f"Het best passende model {nl[0]} krijgt {nl[1]} kans en geeft zelf {nl[2]}; "
            "de andere modellen tellen mee naar hun kans.",
            en=f"The best model {en[0]} gets a chance of {en[1]} and by itself gives {en[2]}; "
            "the other models count by their chance.",
        ),
    )
