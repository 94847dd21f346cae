# SPDX-License-Identifier: MIT
"""The log-linear methods as the table of methods offers them."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from telwerk.localised import LocalisedText, whole
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.models.hierarchical import closed, model_name, parse_model
from telwerk.mse.models.loglinear import Criterion
from telwerk.mse.models.multiverse import DISTANCES
from telwerk.mse.models.search import Choice, best_of_all, fixed, local_search, stepwise
from telwerk.mse.results.assumptions import (
    INDEPENDENCE,
    LOGLINEAR,
    NEARBY_MODELS,
    NOT_ALL_NEARBY,
    OUTSIDE_BOOTSTRAP,
    SELECTION_IGNORED,
    TOO_WIDE,
)
from telwerk.mse.results.estimate import Estimate, Interval, Status
from telwerk.mse.uncertainty.bootstrap import Resampled, resampled
from telwerk.mse.uncertainty.checkpoint import Checkpoint
from telwerk.mse.uncertainty.intervals import profile, wald
from telwerk.progress import Progress, silent

IntervalKind = Literal["none", "wald", "profile", "bca", "percentile"]
RATIO_TOO_WIDE = 3.0  # highest over lowest of the models that fit almost as well


@dataclass(frozen=True, slots=True, kw_only=True)
class LoglinearSettings:
    """What was asked for around the choice of model."""

    method: str
    criterion: Criterion = "bic"
    interval: IntervalKind = "profile"
    level: float = 0.95
    replicates: int = 1000
    seed: int = 1
    checkpoint: Checkpoint | None = None
    progress: Progress = silent
    options: dict[str, Any]  # as given, for the record


def _settings(method: str, progress: Progress, options: dict[str, Any]) -> LoglinearSettings:
    names = ("criterion", "interval", "level", "replicates", "seed", "checkpoint")
    given = {name: options[name] for name in names if name in options}
    record = {name: value for name, value in options.items() if name != "checkpoint"}
    return LoglinearSettings(method=method, progress=progress, options=record, **given)


def independence(
    histories: CaptureHistories, *, progress: Progress = silent, **options: Any
) -> Estimate:
    """Estimate as if no list depends on another.

    >>> from telwerk.datasets import korea
    >>> round(independence(korea()).estimate, 2)
    141.99
    """
    choice = fixed(histories.counts, closed(histories.t, []))
    return _estimate(histories, choice, _settings("independence", progress, options))


def one_model(
    histories: CaptureHistories, *, model: str, progress: Progress = silent, **options: Any
) -> Estimate:
    """Estimate with the model that the caller names."""
    choice = fixed(histories.counts, parse_model(model, histories.t))
    return _estimate(histories, choice, _settings("model", progress, {"model": model, **options}))


def by_criterion(
    histories: CaptureHistories,
    *,
    criterion: Criterion = "bic",
    order: int = 2,
    ntop: int = 100,
    progress: Progress = silent,
    **options: Any,
) -> Estimate:
    """Estimate with the best of all hierarchical models up to an order.

    >>> from telwerk.datasets import korea
    >>> by_criterion(korea()).model
    '[12,23]'
    """
    highest = _possible(order, histories.t)
    record = {"criterion": criterion, "order": highest, "ntop": ntop, **options}
    settings = _settings(criterion, progress, record)
    choice = best_of_all(
        histories, order=highest, criterion=criterion, ntop=ntop, progress=progress
    )
    return _estimate(histories, choice, settings)


def by_bic(histories: CaptureHistories, **options: Any) -> Estimate:
    """Take the model with the lowest BIC."""
    return by_criterion(histories, criterion="bic", **options)


def by_aic(histories: CaptureHistories, **options: Any) -> Estimate:
    """Take the model with the lowest AIC."""
    return by_criterion(histories, criterion="aic", **options)


def by_aicc(histories: CaptureHistories, **options: Any) -> Estimate:
    """Take the model with the lowest AICc."""
    return by_criterion(histories, criterion="aicc", **options)


def by_stepwise(
    histories: CaptureHistories,
    *,
    threshold: float = 0.02,
    progress: Progress = silent,
    **options: Any,
) -> Estimate:
    """Add pairs of lists one by one while their overlap is surprising."""
    settings = _settings("stepwise", progress, {"threshold": threshold, **options})
    return _estimate(histories, stepwise(histories.counts, threshold), settings)


def by_local_search(
    histories: CaptureHistories,
    *,
    order: int = 2,
    starts: int = 5,
    criterion: Criterion = "bic",
    progress: Progress = silent,
    **options: Any,
) -> Estimate:
    """Walk from model to neighbouring model as long as that helps."""
    highest = _possible(order, histories.t)
    record = {"criterion": criterion, "order": highest, "starts": starts, **options}
    choice = local_search(
        histories,
        order=highest,
        criterion=criterion,
        starts=starts,
        seed=int(options.get("seed", 1)),
    )
    return _estimate(histories, choice, _settings("downhill", progress, record))


def _possible(order: int, t: int) -> int:
    return max(1, min(order, t - 1))  # all lists at once can never be estimated


def _estimate(
    histories: CaptureHistories, choice: Choice | None, settings: LoglinearSettings
) -> Estimate:
    blank = Estimate(
        method=settings.method,
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        status=Status.NO_VALID_MODEL,
        assumptions=INDEPENDENCE if settings.method == "independence" else LOGLINEAR,
        options=settings.options,
    )
    if not _anybody_twice(histories):
        return replace(blank, status=Status.NO_OVERLAP)
    if choice is None:
        return blank
    status = Status.of_code(int(choice.fit.status[0]))
    named = replace(
        blank,
        status=status if status is not Status.OK else blank.status,
        model=model_name(choice.model, histories.t),
        diagnostics=choice.diagnostics,
    )
    return named if status is not Status.OK else _filled(histories, choice, settings, named)


def _anybody_twice(histories: CaptureHistories) -> bool:
    masks = np.flatnonzero(histories.counts)
    return any(int(mask).bit_count() > 1 for mask in masks)


def _filled(
    histories: CaptureHistories, choice: Choice, settings: LoglinearSettings, named: Estimate
) -> Estimate:
    fit = choice.fit
    size = float(fit.estimate()[0])
    interval, found, seed = _interval(histories, choice, settings, size)
    unobserved, variance = size - histories.observed, float(fit.variance[0])
    costs = {c: float(fit.cost(c)[0]) for c in ("bic", "aic", "aicc")}
    return replace(
        named,
        status=Status.OK,
        estimate=size,
        interval=interval,
        loglik=float(fit.loglik[0]),
        bic=costs["bic"],
        aic=costs["aic"],
        aicc=costs["aicc"] if np.isfinite(costs["aicc"]) else None,
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
        band, peak = profile(histories.counts, choice.model, size, settings.level)
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
        **{name: value if np.isfinite(value) else None for name, value in numbers.items()},
    }


def _remarks(choice: Choice, interval: Interval | None) -> tuple[LocalisedText, ...]:
    said = []
    if choice.chosen and interval and interval.method in ("wald", "profile"):
        said.append(SELECTION_IGNORED)
    if interval and interval.low is None:
        said.append(OUTSIDE_BOOTSTRAP)
    wide = choice.diagnostics.get("multiverse", [])
    if wide and wide[-1]["models"] > 1:
        low, high = wide[-1]["low"], wide[-1]["high"]
        said.append(
            LocalisedText(
                nl=NEARBY_MODELS.nl.format(low=whole(low, "nl"), high=whole(high, "nl")),
                en=NEARBY_MODELS.en.format(low=whole(low, "en"), high=whole(high, "en")),
            )
        )
        if high > RATIO_TOO_WIDE * low:
            said.append(TOO_WIDE)
    within = choice.diagnostics.get("search", {}).get("complete_within", DISTANCES[-1])
    if within < DISTANCES[-1]:
        said.append(NOT_ALL_NEARBY.filled(within=f"{within:g}"))
    return tuple(said)
