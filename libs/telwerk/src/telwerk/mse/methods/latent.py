# SPDX-License-Identifier: MIT
"""Latent classes: a few kinds of people, within which the lists are independent."""

from __future__ import annotations

import numpy as np

from telwerk.localised import LocalisedText
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods.latent_posterior import (
    CONVERGED_R_HAT,
    LatentPosterior,
    LatentPrior,
    sample_latent_classes,
)
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.status import Status
from telwerk.mse.uncertainty.convergence import several_modes
from telwerk.progress import Progress

USABLE_R_HAT = 1.1


def estimate_latent(
    histories: CaptureHistories,
    *,
    progress: Progress,
    classes: int,
    most_unseen: float,
    sweeps: int,
    level: float,
    seed: int,
) -> Estimate:
    """Estimate by latent classes; chains that disagree give no number.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    classes
        Largest number of classes.
    most_unseen
        At most this many times the people seen are unseen.
    sweeps
        Largest number of sweeps per chain.
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
    Manrique-Vallier (2016), Biometrics 72.
    """
    builder = EstimateBuilder(
        method="latent",
        counted=histories,
        options={
            "classes": classes,
            "most_unseen": most_unseen,
            "sweeps": sweeps,
            "level": level,
        },
        assumptions=(*assumptions.ALWAYS, assumptions.CLASSES, assumptions.SAME_HIDDEN),
        seed=seed,
    )
    if not histories.on_several:
        return builder.none(Status.NO_OVERLAP)
    posterior = sample_latent_classes(
        histories.counts,
        np.random.default_rng(seed),
        prior=LatentPrior(classes, most_unseen),
        most_sweeps=sweeps,
        progress=progress,
    )
    about = {
        "remarks": _remarks(posterior, most_unseen),
        "diagnostics": _diagnostics(posterior),
        "convergence": {**posterior.convergence.to_dict(), "sweeps": posterior.sweeps},
    }
    if not posterior.convergence.usable(r_hat=USABLE_R_HAT):
        return builder.none(Status.NOT_CONVERGED, **about)
    return builder.posterior(posterior.quantile, level, **about)


def _diagnostics(posterior: LatentPosterior) -> dict[str, object]:
    shares = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
    return {
        "mean": float(posterior.population.mean()),
        "standard_deviation": float(posterior.population.std(ddof=1)),
        "quantiles": {f"{share:g}": posterior.quantile(share) for share in shares},
        "chain_medians": np.median(posterior.population, axis=1).tolist(),
        "share_at_cap": posterior.at_cap,
        "modes": [
            {"top": m.top, "share": m.share, "low": m.low, "high": m.high} for m in posterior.modes
        ],
    }


def _remarks(posterior: LatentPosterior, most_unseen: float) -> tuple[LocalisedText, ...]:
    remarks = []
    if len(posterior.modes) > 1:
        remarks.append(several_modes(posterior.modes))
    if not posterior.convergence.converged(r_hat=CONVERGED_R_HAT):
        remarks.append(
            LocalisedText(
                nl="De berekening is niet helemaal tot rust gekomen; een tweede keer kan anders "
                "uitvallen.",
                en="The calculation has not fully settled; a second run may turn out differently.",
            )
        )
    if posterior.at_cap > 0.001:
        remarks.append(
            LocalisedText(
                nl=f"De uitkomst raakt de grens van {most_unseen:g} ongezienen op elke geziene; "
                "die grens is een keuze, geen meting.",
                en=f"The outcome touches the limit of {most_unseen:g} unseen for each person "
                "seen; that limit is a choice, not a measurement.",
            )
        )
    return tuple(remarks)
