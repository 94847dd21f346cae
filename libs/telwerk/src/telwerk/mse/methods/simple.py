# SPDX-License-Identifier: MIT
"""The simple estimators as methods: from capture histories to one result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

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
    NotSettled,
    Shape,
    fit_heterogeneity,
)
from telwerk.mse.results import assumptions, overlap
from telwerk.mse.results.estimate import Estimate, Interval, Status
from telwerk.mse.uncertainty.heterogeneity import profile_interval
from telwerk.progress import Progress

LOWER_BOUND = LocalisedText(
    nl="Dit is een ondergrens: het echte aantal ligt naar verwachting hoger.",
    en="This is a lower bound: the true number is expected to be higher.",
)


def estimate_chao(
    histories: CaptureHistories, *, progress: Progress, correction: str, level: float
) -> Estimate:
    """Chao's lower bound, with or without the correction for few overlaps."""
    counts = histories.counts.astype(float)
    options = {"correction": correction, "level": level}
    bound = chao_corrected if correction == "bias" else chao
    try:
        simple = bound(counts, level=level)
    except TooLittleOverlap:
        return _refusal(histories, "chao", _why_none(histories), options)
    return Estimate(
        method="chao",
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        estimate=simple.size,
        interval=_interval(simple, level),
        assumptions=(*assumptions.ALWAYS, assumptions.EQUAL_REACH),
        remarks=(LOWER_BOUND,),
        diagnostics={"standard_error": simple.standard_error},
        options=options,
    )


def estimate_chapman(histories: CaptureHistories, *, progress: Progress, level: float) -> Estimate:
    """Chapman's estimate for two lists; for more, the median pair and the spread of all."""
    pairs = sorted(
        chapman_pairs(histories.counts.astype(float), level=level), key=lambda p: p.estimate.size
    )
    if all(pair.both == 0 for pair in pairs):
        return _refusal(histories, "chapman", Status.NO_OVERLAP, {"level": level})
    alone = len(pairs) == 1
    rows = [
        {
            "lists": [pair.first, pair.second],
            "both": pair.both,
            "estimate": pair.estimate.size,
            "interval": [pair.estimate.low, pair.estimate.high],
        }
        for pair in sorted(pairs, key=lambda p: (p.first, p.second))
    ]
    # a pair that never meets says nothing, however large its number
    meeting = [pair for pair in pairs if pair.both]
    middle = meeting[(len(meeting) - 1) // 2]
    # with more lists a pair may say less than the number of people already seen
    size = max(middle.estimate.size, float(histories.observed))
    return Estimate(
        method="chapman",
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        estimate=size,
        interval=_interval(middle.estimate, level) if alone else None,
        model=f"[{middle.first},{middle.second}]",
        assumptions=(*assumptions.ALWAYS, assumptions.INDEPENDENT),
        remarks=() if alone else _pair_remarks(meeting, middle.estimate.size, size),
        diagnostics={"pairs": rows},
        options={"level": level},
    )


LESS_THAN_SEEN = LocalisedText(
    nl="De middelste twee lijsten geven minder mensen dan er zijn gezien: zij zijn niet "
    "onafhankelijk, en dit getal is te laag.",
    en="The middle two lists give fewer people than were seen: they are not independent, and this "
    "number is too low.",
)


def _pair_remarks(
    meeting: Sequence[PairEstimate], middle: float, told: float
) -> tuple[LocalisedText, ...]:
    spread = _spread_remark(meeting[0].estimate, meeting[-1].estimate)
    return (LESS_THAN_SEEN, spread) if middle < told else (spread,)


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
    """A log-linear model in which people differ in visibility."""
    options = {"shape": shape, "lists": lists, "interval": interval, "level": level}
    try:
        fit = fit_heterogeneity(
            histories.counts.astype(float), shape=Shape(shape), lists=Lists(lists)
        )
    except NotSettled:
        return _refusal(histories, "heterogeneity", Status.NOT_CONVERGED, options)
    except NoFit:
        return _refusal(histories, "heterogeneity", _why_none(histories), options)
    band: Interval | None
    if interval == "profile":
        band, _ = profile_interval(histories.counts.astype(float), fit, level)
    else:
        simple = lognormal_interval(fit.estimate, fit.standard_error, histories.observed, level)
        band = _interval(simple, level)
    return Estimate(
        method="heterogeneity",
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        estimate=fit.estimate,
        interval=band,
        model=_model_name(fit),
        aic=fit.aic,
        bic=fit.bic,
        assumptions=(*assumptions.ALWAYS, assumptions.VARYING, assumptions.SAME_HIDDEN),
        remarks=(LOWER_BOUND,) if fit.shape is Shape.CHAO else (),
        diagnostics={
            "standard_error": fit.standard_error,
            "deviance": fit.deviance,
            "degrees_of_freedom": fit.degrees_of_freedom,
            "all_shapes": _all_shapes(histories.counts.astype(float)),
        },
        options=options,
    )


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
    """Sample coverage; low coverage is said aloud and takes the low-coverage form."""
    options = {"level": level, "replicates": replicates, "seed": seed}
    result = sample_coverage(
        histories.counts.astype(float),
        np.random.default_rng(seed),
        level=level,
        replicates=replicates,
    )
    chosen = result.chosen
    if not np.isfinite(chosen.size) or chosen.size < histories.observed or result.coverage <= 0:
        return _refusal(histories, "coverage", _why_none(histories), options)
    return Estimate(
        method="coverage",
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        estimate=chosen.size,
        interval=_interval(chosen, level),
        assumptions=assumptions.ALWAYS,
        remarks=(_coverage_remark(result),),
        diagnostics={
            "coverage": result.coverage,
            "independence": _row(result.independence),
            "high_coverage": _row(result.high),
            "low_coverage": _row(result.low),
        },
        options=options,
        seed=seed,
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
    values = {"estimate": simple.size, "standard_error": simple.standard_error}
    ends = {"low": simple.low, "high": simple.high}
    return {
        name: float(value) if np.isfinite(value) else None
        for name, value in (values | ends).items()
    }


def _interval(simple: SimpleEstimate, level: float) -> Interval | None:
    if not (np.isfinite(simple.standard_error) and simple.standard_error > 0):
        return None  # an error of zero is not certainty but lists that say nothing about it
    return Interval(float(simple.low), float(simple.high), level, "lognormal")


def _why_none(histories: CaptureHistories) -> Status:
    return Status.NO_MLE if overlap.overlap(histories) else Status.NO_OVERLAP


def _refusal(
    histories: CaptureHistories, method: str, status: Status, options: Mapping[str, object]
) -> Estimate:
    return Estimate(
        method=method,
        observed=histories.observed,
        lists=histories.lists,
        input_digest=histories.digest,
        status=status,
        options=options,
    )
