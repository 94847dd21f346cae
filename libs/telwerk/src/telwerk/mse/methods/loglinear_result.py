# SPDX-License-Identifier: MIT
"""From the choice of a log-linear model to its estimate."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from telwerk.localised import LocalisedText, whole
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.models.hierarchical import model_name
from telwerk.mse.models.loglinear import Criterion
from telwerk.mse.models.multiverse import DISTANCES
from telwerk.mse.models.poisson import NotConverged
from telwerk.mse.models.search import Choice
from telwerk.mse.results.assumptions import (
    INDEPENDENCE,
    LOGLINEAR,
    NEARBY_MODELS,
    NOT_ALL_NEARBY,
    OUTSIDE_BOOTSTRAP,
    SELECTION_IGNORED,
    TOO_WIDE,
)
from telwerk.mse.results.builder import EstimateBuilder, finite_or_none
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import Interval
from telwerk.mse.results.status import Status
from telwerk.mse.uncertainty.bootstrap import Resampled, resampled
from telwerk.mse.uncertainty.checkpoint import Checkpoint
from telwerk.mse.uncertainty.intervals import profile, wald
from telwerk.progress import Progress, silent

IntervalKind = Literal["none", "wald", "profile", "bca", "percentile"]
RATIO_TOO_WIDE = 3.0  # highest over lowest of the models that fit almost as well


@dataclass(frozen=True, slots=True, kw_only=True)
class LoglinearSettings:
    """Settings of a log-linear method besides the choice of the model.

    Attributes
    ----------
    method
        Name of the method.
    criterion
        ``bic``, ``aic`` or ``aicc``: what models are compared on.
    interval
        ``none``, ``wald``, ``profile``, ``bca`` or ``percentile``.
    level
        Probability inside the interval, such as 0.95.
    replicates
        Number of bootstrap tables.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    checkpoint
        File with the chunks that an interrupted run had made.
    progress
        Told how much is done, as (done, total).
    options
        Options as they were asked for.
    """

    method: str
    criterion: Criterion = "bic"
    interval: IntervalKind = "profile"
    level: float = 0.95
    replicates: int = 1000
    seed: int = 1
    checkpoint: Checkpoint | None = None
    progress: Progress = silent
    options: dict[str, Any]  # as given, for the record


def estimate_from(
    histories: CaptureHistories, choice: Choice | None, settings: LoglinearSettings
) -> Estimate:
    """Make the estimate of a log-linear method from the model that was chosen.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    choice
        The model with its fit; None when no model is valid.
    settings
        What was asked for around the choice.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Cormack (1989), Biometrics 45; Chan, Silverman & Vincent (2021), JASA 116.
    """
    builder = EstimateBuilder(
        method=settings.method,
        counted=histories,
        options=settings.options,
        assumptions=INDEPENDENCE if settings.method == "independence" else LOGLINEAR,
    )
    if not histories.on_several:
        return builder.none(Status.NO_OVERLAP)
    if choice is None:
        return builder.none(Status.NO_VALID_MODEL)
    status = Status.of_code(int(choice.fit.status[0]))
    if status is not Status.OK:
        model = model_name(choice.model, histories.t)
        return builder.none(status, model=model, diagnostics=choice.diagnostics)
    return _number(builder, histories, choice, settings)


def _number(
    builder: EstimateBuilder,
    histories: CaptureHistories,
    choice: Choice,
    settings: LoglinearSettings,
) -> Estimate:
    fit = choice.fit
    size = float(fit.estimate()[0])
    interval, found, seed = _interval(histories, choice, settings, size)
    unobserved, variance = size - histories.observed, float(fit.variance[0])
    return builder.number(
        size,
        interval,
        model=model_name(choice.model, histories.t),
        loglik=float(fit.loglik[0]),
        bic=float(fit.cost("bic")[0]),
        aic=float(fit.cost("aic")[0]),
        aicc=float(fit.cost("aicc")[0]),
        diagnostics={
            **choice.diagnostics,
            **found,
            "standard_error": float(np.sqrt(unobserved + unobserved**2 * variance)),
            "parameters": int(fit.size[0]),
        },
        convergence={"converged": True, "iterations": int(fit.iterations[0])},
        remarks=_remarks(choice, interval),
        seed=seed,
    )


def _interval(
    histories: CaptureHistories, choice: Choice, settings: LoglinearSettings, size: float
) -> tuple[Interval | None, dict[str, Any], int | None]:
    fit = choice.fit
    if settings.interval == "none":
        return None, {}, None
    if settings.interval == "wald":
        band = wald(
            histories.observed, float(fit.log_unobserved[0]), float(fit.variance[0]), settings.level
        )
        return band, {}, None
    if settings.interval == "profile":
        try:
            band, peak = profile(histories.counts, choice.model, size, settings.level)
        except NotConverged as problem:
            return None, {"no_interval": str(problem)}, None
        return band, {"profile_peak": peak}, None
    draws = resampled(
        histories.counts,
        choice.again,
        size,
        replicates=settings.replicates,
        seed=settings.seed,
        checkpoint=settings.checkpoint,
        progress=settings.progress,
    )
    band = (
        draws.bca(settings.level)
        if settings.interval == "bca"
        else draws.percentile(settings.level)
    )
    return band, {"bootstrap": _bootstrap_summary(draws)}, settings.seed


def _bootstrap_summary(draws: Resampled) -> dict[str, Any]:
    numbers = {"z0": draws.bias, "acceleration": draws.acceleration}
    return {
        "replicates": int(draws.replicates.size),
        "usable": int(draws.usable.size),
        **{name: finite_or_none(value) for name, value in numbers.items()},
    }


def _remarks(choice: Choice, interval: Interval | None) -> tuple[LocalisedText, ...]:
    remarks = []
    if choice.chosen and interval and interval.method in ("wald", "profile"):
        remarks.append(SELECTION_IGNORED)
    if interval and interval.low is None:
        remarks.append(OUTSIDE_BOOTSTRAP)
    wide = choice.diagnostics.get("multiverse", [])
    if wide and wide[-1]["models"] > 1:
        low, high = wide[-1]["low"], wide[-1]["high"]
        remarks.append(
            LocalisedText(
                nl=NEARBY_MODELS.nl.format(low=whole(low, "nl"), high=whole(high, "nl")),
                en=NEARBY_MODELS.en.format(low=whole(low, "en"), high=whole(high, "en")),
            )
        )
        if high > RATIO_TOO_WIDE * low:
            remarks.append(TOO_WIDE)
    within = choice.diagnostics.get("search", {}).get("complete_within", DISTANCES[-1])
    if within < DISTANCES[-1]:
        remarks.append(NOT_ALL_NEARBY.filled(within=f"{within:g}"))
    return tuple(remarks)
