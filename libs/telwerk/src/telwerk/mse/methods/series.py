# SPDX-License-Identifier: MIT
"""Estimates per year that borrow strength, and the change between years with its interval.

Each year by itself is often too thin for a model with dependence. Here one model holds for all
years, and its effects move from year to year by small steps: those of the level, of the lists
and of the dependences each have their own size of step, which the data choose. Steps of size
zero would join all years into one table; large steps would take each year by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from telwerk.localised import LocalisedText, percent
from telwerk.mse import messages
from telwerk.mse.lists.covariates import CovariateTable
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.models.evidence import LaplaceApproximation, Regression, laplace
from telwerk.mse.models.hamiltonian import CHAINS, sample
from telwerk.mse.models.hierarchical import Masks, closed, model_name, parse_model
from telwerk.mse.models.loglinear import fit_model
from telwerk.mse.models.poisson import Floats
from telwerk.mse.models.search import best_of_all
from telwerk.mse.results import assumptions
from telwerk.mse.results.estimate import Estimate, Interval, Part, Status
from telwerk.mse.uncertainty.convergence import Convergence, convergence
from telwerk.progress import Progress, silent

STEPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
FIRST_STEPS = (0.2, 0.2, 0.05)
DRAWS = 500
MOST_ROUNDS = 6
USABLE_R_HAT = 1.05

GRADUAL = LocalisedText(
    nl="Het bereik van de lijsten en hun samenhang verschuiven van jaar op jaar geleidelijk.",
    en="The reach of the lists and their dependence shift gradually from year to year.",
)
EACH_YEAR = LocalisedText(
    nl="Het totaal telt iemand mee in elk jaar waarin die erbij hoorde.",
    en="The total counts a person in every year in which they belonged.",
)


@dataclass(frozen=True, slots=True)
class Series:
    """Draws of the population per year, and what they came from.

    Attributes
    ----------
    population
        Shape (chains * draws, years).
    steps
        Size of the yearly steps of the level, the lists and the dependences.
    """

    years: tuple[str, ...]
    observed: tuple[int, ...]
    population: Floats
    steps: tuple[float, float, float]
    worst: Convergence

    def interval(self, values: Floats, level: float) -> tuple[float, float]:
        """Percentiles of draws."""
        low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    def change(self, first: int, second: int, level: float) -> dict[str, object]:
        """Ratio of two years with its interval, and the chance that it went up."""
        ratio = self.population[:, second] / self.population[:, first]
        low, high = self.interval(ratio, level)
        return {
            "from": self.years[first],
            "to": self.years[second],
            "ratio": float(np.median(ratio)),
            "interval": [low, high],
            "chance_of_rise": float(np.mean(ratio > 1)),
        }


def smooth_series(
    counts: NDArray[np.int64], model: Masks, years: Sequence[str], rng: np.random.Generator
) -> Series:
    """Sample the population per year under one model whose effects move by small steps.

    Parameters
    ----------
    counts
        Shape (2**t, years).
    model
        The sets of lists in the model; it must be valid for all years together.

    Notes
    -----
    log mu_w(y) = sum over s in w of a_s(y), a_s(y) = a_s(y - 1) + sigma_k z_s(y), z standard
    normal, the first year flat; sigma_k for the level, the lists and the larger sets is chosen
    by Laplace's approximation to the evidence.
    """
    frame = _Frame.of(counts, model)
    steps = _choose_steps(frame)
    problem = frame.problem(steps)
    approximation = laplace(problem, np.ones((1, problem.design.shape[1]), dtype=bool))
    unseen, worst = _sample(frame, steps, (problem, approximation), rng)
    observed = counts.sum(axis=0)
    population = observed + rng.poisson(np.minimum(unseen, 1e15)).astype(float)
    return Series(tuple(years), tuple(int(n) for n in observed), population, steps, worst)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Sets and cells that take part, and the counts per cell and year."""

    sets: tuple[int, ...]
    cells: tuple[int, ...]
    counts: Floats

    @classmethod
    def of(cls, counts: NDArray[np.int64], model: Masks) -> _Frame:
        pooled = counts.sum(axis=1)
        numbers = np.arange(len(pooled))
        absent = [s for s in model if s and not pooled[(numbers & s) == s].any()]
        cells = [w for w in range(1, len(pooled)) if not any(w & s == s for s in absent)]
        sets = sorted(model - set(absent), key=lambda s: (s.bit_count(), s))
        return cls(tuple(sets), tuple(cells), counts[cells].astype(float))

    @property
    def years(self) -> int:
        return int(self.counts.shape[1])

    def moves(self, steps: Sequence[float]) -> Floats:
        """Effect of each year, by set: the first year, then the steps since."""
        size = np.array([steps[min(s.bit_count(), 2)] for s in self.sets])
        since = np.tril(np.ones((self.years, self.years)))
        return since[None] * np.where(np.arange(self.years) > 0, size[:, None], 1)[:, None, :]

    def problem(self, steps: Sequence[float]) -> Regression:
        """The regression: a column per set and year, rows by cell and year."""
        inside = np.array([[float(w & s == s) for s in self.sets] for w in self.cells])
        design = np.einsum("ws,syu->wysu", inside, self.moves(steps))
        rows = len(self.cells) * self.years
        precision = np.tile(np.where(np.arange(self.years) > 0, 1.0, 0.0), len(self.sets))
        return Regression(design.reshape(rows, -1), self.counts.ravel(), precision)

    def unseen(self, coefficients: Floats, steps: Sequence[float]) -> Floats:
        """Expected unseen people per year, for coefficients along the last axis."""
        level = coefficients[..., : self.years]
        return np.asarray(np.exp(level @ self.moves(steps)[0].T), dtype=np.float64)


def _choose_steps(frame: _Frame) -> tuple[float, float, float]:
    """Improve one size of step at a time until none improves the evidence."""
    best = list(FIRST_STEPS)
    known: dict[tuple[float, ...], float] = {}

    def evidence(steps: Sequence[float]) -> float:
        key = tuple(steps)
        if key not in known:
            problem = frame.problem(steps)
            approximation = laplace(problem, np.ones((1, problem.design.shape[1]), dtype=bool))
            known[key] = float(approximation.log_evidence[0])
        return known[key]

    for _ in range(len(STEPS)):
        before = list(best)
        for k in range(3):
            tries = [[*best[:k], size, *best[k + 1 :]] for size in STEPS]
            best = max(tries, key=evidence)
        if best == before:
            break
    return best[0], best[1], best[2]


def _sample(
    frame: _Frame,
    steps: Sequence[float],
    found: tuple[Regression, LaplaceApproximation],
    rng: np.random.Generator,
) -> tuple[Floats, Convergence]:
    """Draw until every year has settled, or the rounds are over."""
    problem, approximation = found
    rounds: list[Floats] = []
    for _ in range(MOST_ROUNDS):
        drawn = sample(problem, approximation, rng, DRAWS)
        rounds.append(frame.unseen(drawn, steps))
        unseen = np.concatenate(rounds, axis=1)
        by_year = [convergence(np.log(unseen[:, :, y])) for y in range(frame.years)]
        worst = max(by_year, key=lambda worth: worth.r_hat)
        if all(worth.settled() for worth in by_year):
            break
    return unseen.reshape(CHAINS * unseen.shape[1], frame.years), worst


@dataclass(frozen=True, slots=True)
class SeriesSettings:
    """Which model (``best`` chooses it by BIC on all years together), and the interval."""

    model: str = "best"
    order: int = 2
    level: float = 0.95
    seed: int = 1


def estimate_series(
    table: CovariateTable, settings: SeriesSettings | None = None, *, progress: Progress = silent
) -> Estimate:
    """Estimate per year; the table has one covariate, the year.

    The parts are the years. The change from each year to the next, and from the first to the
    last, stands in the diagnostics, beside what each year says by itself.
    """
    own = settings or SeriesSettings()
    if len(table.covariates) != 1 or table.partial:
        raise InvalidHistories(messages.ONE_YEAR_COLUMN)
    pooled = table.histories()
    model = _model(pooled, own)
    status = Status.NO_VALID_MODEL if model is None else _status(pooled, model)
    if model is None or status is not Status.OK:
        return _refused(table, own, status)
    years = table.covariates[0].levels
    series = smooth_series(table.counts, model, years, np.random.default_rng(own.seed))
    progress(1, 1)
    if series.worst.r_hat > USABLE_R_HAT:
        return _refused(table, own, Status.NOT_CONVERGED)
    return _estimate(table, own, series, model)


def _model(pooled: CaptureHistories, settings: SeriesSettings) -> Masks | None:
    if settings.model != "best":
        return parse_model(settings.model, pooled.t)
    choice = best_of_all(pooled, order=settings.order, criterion="bic", ntop=1)
    return choice.model if choice else None


def _status(pooled: CaptureHistories, model: Masks) -> Status:
    return Status.of_code(int(fit_model(pooled.counts, model).status[0]))


def _refused(table: CovariateTable, settings: SeriesSettings, status: Status) -> Estimate:
    return Estimate(
        method="series",
        observed=table.observed,
        lists=table.lists,
        input_digest=table.digest,
        status=status,
        options=_options(settings),
        seed=settings.seed,
    )


def _options(settings: SeriesSettings) -> dict[str, object]:
    return {"model": settings.model, "order": settings.order, "level": settings.level}


def _estimate(
    table: CovariateTable, settings: SeriesSettings, series: Series, model: Masks
) -> Estimate:
    total = series.population.sum(axis=1)
    name = table.covariates[0].name
    return Estimate(
        method="series",
        observed=table.observed,
        lists=table.lists,
        input_digest=table.digest,
        estimate=float(np.median(total)),
        interval=Interval(*series.interval(total, settings.level), settings.level, "posterior"),
        model=model_name(model, table.t),
        parts=tuple(
            Part(
                label=f"{name}={year}",
                observed=series.observed[y],
                estimate=float(np.median(series.population[:, y])),
                interval=Interval(
                    *series.interval(series.population[:, y], settings.level),
                    settings.level,
                    "posterior",
                ),
            )
            for y, year in enumerate(series.years)
        ),
        assumptions=(*assumptions.ALWAYS, assumptions.PAIRS, assumptions.SAME_HIDDEN, GRADUAL),
        remarks=(EACH_YEAR, *_change_remark(series, settings.level)),
        diagnostics=_diagnostics(table, settings, series, model),
        convergence={
            "r_hat": series.worst.r_hat,
            "effective_bulk": series.worst.bulk,
            "effective_tail": series.worst.tail,
        },
        options=_options(settings),
        seed=settings.seed,
    )


def _diagnostics(
    table: CovariateTable, settings: SeriesSettings, series: Series, model: Masks
) -> dict[str, object]:
    last = len(series.years) - 1
    pairs = [(y, y + 1) for y in range(last)] + ([(0, last)] if last > 1 else [])
    return {
        "changes": [series.change(a, b, settings.level) for a, b in pairs],
        "steps": dict(zip(("level", "lists", "dependence"), series.steps, strict=True)),
        "alone": [_alone(table.counts[:, y], model) for y in range(last + 1)],
    }


def _alone(counts: NDArray[np.int64], model: Masks) -> dict[str, object]:
    """What one year says by itself, or why it says nothing."""
    fit = fit_model(counts, closed(len(counts).bit_length() - 1, model))
    status = Status.of_code(int(fit.status[0]))
    number = float(fit.estimate()[0]) if status is Status.OK else None
    return {"estimate": number, "status": str(status)}


def _change_remark(series: Series, level: float) -> tuple[LocalisedText, ...]:
    last = len(series.years) - 1
    if last == 0:
        return ()
    found = series.change(0, last, level)
    low, high = series.interval(series.population[:, last] / series.population[:, 0], level)
    first, final = series.years[0], series.years[last]
    if low > 1 or high < 1:
        nl, en = ("steeg", "rose") if low > 1 else ("daalde", "fell")
        return (
            LocalisedText(
                nl=f"Van {first} tot {final} {nl} het aantal: het werd "
                f"{percent(low, 'nl')} tot {percent(high, 'nl')} van wat het was.",
                en=f"From {first} to {final} the number {en}: it became "
                f"{percent(low, 'en')} to {percent(high, 'en')} of what it was.",
            ),
        )
    chance = float(str(found["chance_of_rise"]))
    return (
        LocalisedText(
            nl=f"Of het aantal tussen {first} en {final} steeg of daalde, is niet te zeggen "
            f"(kans op een stijging: {percent(chance, 'nl')}).",
            en=f"Whether the number rose or fell between {first} and {final} cannot be said "
            f"(chance of a rise: {percent(chance, 'en')}).",
        ),
    )
