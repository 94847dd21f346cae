# SPDX-License-Identifier: MIT
"""The simple estimators as methods: from capture histories to one result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from telwerk.arrays import Floats
from telwerk.localised import LocalisedText, percent, whole
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods.sample_coverage import LOW_COVERAGE, SampleCoverage, sample_coverage
from telwerk.mse.methods.simple_estimators import (
    PairEstimate,
    SimpleEstimate,
    TooLittleOverlap,
    chao,
    chao_corrected,
    chapman_pairs,
    lognormal_interval,
)
from telwerk.mse.models.heterogeneity import (
    HeterogeneityFit,
    Lists,
    NoFit,
    NotConverged,
    Shape,
    fit_heterogeneity,
)
from telwerk.mse.results import assumptions
from telwerk.mse.results.builder import EstimateBuilder, finite_or_none
from telwerk.mse.results.estimate import Estimate
from telwerk.mse.results.interval import Interval
from telwerk.mse.results.status import Status
from telwerk.mse.uncertainty.heterogeneity import profile_interval
from telwerk.progress import Progress

LOWER_BOUND = LocalisedText(
    nl="Dit is een ondergrens: het echte aantal ligt naar verwachting hoger.",
    en="This is a lower bound: the true number is expected to be higher.",
)


def estimate_chao(
    histories: CaptureHistories, *, progress: Progress, correction: str, level: float
) -> Estimate:
    """Estimate by Chao's lower bound, with or without the correction for few overlaps.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    correction
        ``none``, or ``bias`` for few overlaps.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chao (1987), Biometrics 43.
    """
    builder = EstimateBuilder(
        method="chao",
        counted=histories,
        options={"correction": correction, "level": level},
        assumptions=(*assumptions.ALWAYS, assumptions.EQUAL_REACH),
    )
    bound = chao_corrected if correction == "bias" else chao
    try:
        simple = bound(histories.counts.astype(float), level=level)
    except TooLittleOverlap:
        return builder.none(_why_none(histories))
    return builder.number(
        simple.size,
        _interval(simple, level),
        remarks=(LOWER_BOUND,),
        diagnostics={"standard_error": simple.standard_error},
    )


def estimate_chapman(histories: CaptureHistories, *, progress: Progress, level: float) -> Estimate:
    """Estimate by Chapman from two lists; from more, by the median pair, with the spread of all.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chapman (1951), Univ. California Publ. Statist. 1; Seber (1970), Biometrika 57.
    """
    builder = EstimateBuilder(
        method="chapman",
        counted=histories,
        options={"level": level},
        assumptions=(*assumptions.ALWAYS, assumptions.INDEPENDENT),
    )
    pairs = sorted(
        chapman_pairs(histories.counts.astype(float), level=level), key=lambda p: p.estimate.size
    )
    if all(pair.both == 0 for pair in pairs):
        return builder.none(Status.NO_OVERLAP)
    alone = len(pairs) == 1
    # a pair that never meets says nothing, however large its number
    meeting = [pair for pair in pairs if pair.both]
    middle = meeting[(len(meeting) - 1) // 2]
    # with more lists a pair may say less than the number of people already seen
    size = max(middle.estimate.size, float(histories.observed))
    return builder.number(
        size,
        _interval(middle.estimate, level) if alone else None,
        model=f"[{middle.first},{middle.second}]",
        remarks=() if alone else _pair_remarks(meeting, middle.estimate.size, size),
        diagnostics={"pairs": _pair_rows(pairs)},
    )


def _pair_rows(pairs: Sequence[PairEstimate]) -> list[dict[str, object]]:
    return [
        {
            "lists": [pair.first, pair.second],
            "both": pair.both,
            "estimate": pair.estimate.size,
            "interval": [pair.estimate.low, pair.estimate.high],
        }
        for pair in sorted(pairs, key=lambda p: (p.first, p.second))
    ]


LESS_THAN_SEEN = LocalisedText(
    nl="De middelste twee lijsten geven minder mensen dan er zijn gezien: zij zijn niet "
    "onafhankelijk, en dit getal is te laag.",
    en="The middle two lists give fewer people than were seen: they are not independent, and this "
    "number is too low.",
)


def _pair_remarks(
    meeting: Sequence[PairEstimate], middle: float, reported: float
) -> tuple[LocalisedText, ...]:
    spread = _spread_remark(meeting[0].estimate, meeting[-1].estimate)
    return (LESS_THAN_SEEN, spread) if middle < reported else (spread,)


def _spread_remark(least: SimpleEstimate, most: SimpleEstimate) -> LocalisedText:
    return LocalisedText(
        nl=f"Twee lijsten tegelijk geven {whole(least.size, 'nl')} tot "
        f"{whole(most.size, 'nl')}; liggen die ver uiteen, dan hangen lijsten samen.",
        en=f"Two lists at a time give {whole(least.size, 'en')} to {whole(most.size, 'en')}; "
        "when these lie far apart, lists depend on each other.",
    )


def estimate_heterogeneity(
    histories: CaptureHistories,
    *,
    progress: Progress,
    shape: str,
    lists: str,
    interval: str,
    level: float,
) -> Estimate:
    """Estimate by a log-linear model in which people differ in visibility.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    shape
        ``none``, ``chao``, ``poisson``, ``darroch`` or ``gamma``.
    lists
        ``h`` when lists reach people equally well, ``th`` when each its own way.
    interval
        ``lognormal`` or ``profile``.
    level
        Probability inside the interval, such as 0.95.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Rivest & Baillargeon (2007), Biometrics 63.
    """
    builder = EstimateBuilder(
        method="heterogeneity",
        counted=histories,
        options={"shape": shape, "lists": lists, "interval": interval, "level": level},
        assumptions=(*assumptions.ALWAYS, assumptions.VARYING, assumptions.SAME_HIDDEN),
    )
    counts = histories.counts.astype(float)
    try:
        fit = fit_heterogeneity(counts, shape=Shape(shape), lists=Lists(lists))
    except NotConverged:
        return builder.none(Status.NOT_CONVERGED)
    except NoFit:
        return builder.none(_why_none(histories))
    profiled = interval == "profile"
    return builder.number(
        fit.estimate,
        _profile(counts, fit, level) if profiled else _lognormal(histories, fit, level),
        model=_model_name(fit),
        aic=fit.aic,
        bic=fit.bic,
        remarks=(LOWER_BOUND,) if fit.shape is Shape.CHAO else (),
        diagnostics={
            "standard_error": fit.standard_error,
            "deviance": fit.deviance,
            "degrees_of_freedom": fit.degrees_of_freedom,
            "all_shapes": _all_shapes(counts),
        },
    )


def _profile(counts: Floats, fit: HeterogeneityFit, level: float) -> Interval | None:
    try:
        return profile_interval(counts, fit, level)[0]
    except NotConverged:
        return None


def _lognormal(histories: CaptureHistories, fit: HeterogeneityFit, level: float) -> Interval | None:
    simple = lognormal_interval(fit.estimate, fit.standard_error, histories.observed, level)
    return _interval(simple, level)


def _model_name(fit: HeterogeneityFit) -> str:
    base = "M0" if fit.lists is Lists.EQUAL else "Mt"
    return base if fit.shape is Shape.NONE else f"M{fit.lists} {fit.shape}"


def _all_shapes(counts: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[dict[str, object]]:
    """Every form side by side: data cannot choose between them, so the reader must see them."""
    rows: list[dict[str, object]] = []
    for lists in Lists:
        for shape in Shape:
            try:
                fit = fit_heterogeneity(counts, shape=shape, lists=lists)
            except NoFit:
                continue
            rows.append(
                {
                    "model": _model_name(fit),
                    "estimate": fit.estimate,
                    "standard_error": fit.standard_error,
                    "bic": fit.bic,
                }
            )
    return rows


def estimate_coverage(
    histories: CaptureHistories, *, progress: Progress, level: float, replicates: int, seed: int
) -> Estimate:
    """Estimate by sample coverage; a low coverage is named and takes the low-coverage form.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    progress
        Told how much is done, as (done, total).
    level
        Probability inside the interval, such as 0.95.
    replicates
        Number of bootstrap tables.
    seed
        Start of the random numbers: the same seed gives the same outcome.

    Returns
    -------
    Estimate
        The result; without a number when the lists cannot carry one.

    References
    ----------
    Chao & Tsay (1998), Biometrics 54.
    """
    builder = EstimateBuilder(
        method="coverage",
        counted=histories,
        options={"level": level, "replicates": replicates, "seed": seed},
        assumptions=assumptions.ALWAYS,
        seed=seed,
    )
    result = sample_coverage(
        histories.counts.astype(float),
        np.random.default_rng(seed),
        level=level,
        replicates=replicates,
    )
    chosen = result.chosen
    # a coverage or a size that is no number is not enough
    if not (result.coverage > 0 and histories.observed <= chosen.size < np.inf):
        return builder.none(_why_none(histories))
    return builder.number(
        chosen.size,
        _interval(chosen, level),
        remarks=(_coverage_remark(result),),
        diagnostics={
            "coverage": result.coverage,
            "independence": _row(result.independence),
            "high_coverage": _row(result.high),
            "low_coverage": _row(result.low),
        },
    )


def _coverage_remark(result: SampleCoverage) -> LocalisedText:
    nl, en = percent(result.coverage, "nl"), percent(result.coverage, "en")
    if not result.is_low:
        return LocalisedText(
            nl=f"De overlap staat in voor {nl} van de groep; dat is genoeg om voor samenhang "
            "tussen lijsten te corrigeren.",
            en=f"The overlaps vouch for {en} of the group; that is enough to correct for "
            "dependence between lists.",
        )
    return LocalisedText(
        nl=f"De overlap staat in voor maar {nl} van de groep (minder dan "
        f"{percent(LOW_COVERAGE, 'nl')}): deze lijsten zijn te dun om samenhang er goed uit "
        "te halen.",
        en=f"The overlaps vouch for only {en} of the group (less than "
        f"{percent(LOW_COVERAGE, 'en')}): these lists are too thin to remove dependence properly.",
    )


def _row(simple: SimpleEstimate) -> dict[str, float | None]:
    return {
        "estimate": finite_or_none(simple.size),
        "standard_error": finite_or_none(simple.standard_error),
        "low": finite_or_none(simple.low),
        "high": finite_or_none(simple.high),
    }


def _interval(simple: SimpleEstimate, level: float) -> Interval | None:
    if not (np.isfinite(simple.standard_error) and simple.standard_error > 0):
        return None  # an error of zero is not certainty but lists that say nothing about it
    return Interval(float(simple.low), float(simple.high), level, "lognormal")


def _why_none(histories: CaptureHistories) -> Status:
    return Status.NO_MLE if histories.on_several else Status.NO_OVERLAP
