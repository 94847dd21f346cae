# SPDX-License-Identifier: MIT
"""How often the interval holds the truth when the selected model is the truth.

The choice of model is repeated on each simulated table, as Whitehead, Jackson,
Balch and Francis (2021) ask for; once with the model as it was selected, and
once with a dependence added that is too weak to be found.
"""

from dataclasses import dataclass

import numpy as np

from telwerk.arrays import Counts, Floats
from telwerk.localised import LocalisedText, percent
from telwerk.mse.diagnostics.result import DiagnosticResult, Grade, Run
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.models.hierarchical import Masks, parse_model
from telwerk.mse.models.loglinear import fit_model, fitted
from telwerk.progress import Progress, silent

NOMINAL_SLACK = 0.03  # below the level that is not worth a warning


@dataclass(frozen=True, slots=True)
class SimulatedCoverage:
    """Coverage of an interval: of so many simulated tables, how many held the truth.

    Attributes
    ----------
    tables
        Number of simulated tables.
    no_estimate
        How many had no estimate or no interval.
    held
        How many intervals held the truth.
    truth
        True number of people.
    median
        Median of the estimates.
    """

    tables: int
    no_estimate: int
    held: int
    truth: float
    median: float | None

    @property
    def share(self) -> float | None:
        """Share of the intervals that held the truth."""
        made = self.tables - self.no_estimate
        return self.held / made if made else None


def expected_with_empty(histories: CaptureHistories, model: Masks) -> Floats:
    """Give the expected count of every cell under a model, the unseen people included.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    model
        Masks of the sets of lists in the model, closed under taking parts.

    Returns
    -------
    Floats
        Expected number of people per mask, shape (2**t,).
    """
    fit = fitted(histories.counts, model)
    expected = fit.expected.copy()
    expected[0] = float(np.exp(fit.coefficients[0]))
    return expected


def simulate(expected: Floats, generator: np.random.Generator) -> Counts:
    """Draw a population and forget the people on no list.

    Parameters
    ----------
    expected
        Expected number of people per mask, shape (2**t,).
    generator
        Source of the random numbers.

    Returns
    -------
    Counts
        Counts by mask; nobody on no list.
    """
    size = round(float(expected.sum()))
    draw = generator.multinomial(size, expected / expected.sum())
    draw[0] = 0
    return draw.astype(np.int64)


def weak_pairs(histories: CaptureHistories, model: Masks) -> list[Floats]:
    """Give the expected counts with one absent pair added, at its standard error.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    model
        Masks of the sets of lists in the model, closed under taking parts.

    Returns
    -------
    list[Floats]
        One table of expected counts per absent pair.
    """
    base = expected_with_empty(histories, model)
    t, cells = histories.t, np.arange(base.size)
    found = []
    for i in range(t):
        for j in range(i + 1, t):
            pair = (1 << i) | (1 << j)
            error = _standard_error(histories, model | {pair}, pair)
            if pair not in model and error is not None:
                found.append(np.where(cells & pair == pair, base * np.exp(error), base))
    return found


def _standard_error(histories: CaptureHistories, model: Masks, pair: int) -> float | None:
    if fit_model(histories.counts, model).status[0] or histories.overlaps()[pair] == 0:
        return None
    fit = fitted(histories.counts, model)
    finite = sorted(mask for mask in model if np.isfinite(fit.coefficients[mask]))
    sums = fit.expected.copy()
    sums[0] = 0
    for bit in range(histories.t):
        view = sums.reshape(-1, 2, 1 << bit)
        view[:, 0] += view[:, 1]
    information = np.array([[sums[a | b] for b in finite] for a in finite])
    at = finite.index(pair)
    return float(np.sqrt(np.linalg.inv(information)[at, at]))


def simulate_coverage(
    histories: CaptureHistories,
    run: Run,
    worlds: list[Floats],
    *,
    repeats: int,
    generator: np.random.Generator,
    progress: Progress = silent,
) -> SimulatedCoverage:
    """Simulate tables from the worlds in turn and count the intervals that hold the truth.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    run
        From capture histories to an estimate: a method with its options.
    worlds
        Expected counts of each world to draw from.
    repeats
        Number of tables to draw.
    generator
        Source of the random numbers.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    SimulatedCoverage
        How many intervals held the truth.
    """
    truth = float(np.mean([round(float(world.sum())) for world in worlds]))
    held, missing, sizes = 0, 0, []
    for repeat in range(repeats):
        world = worlds[repeat % len(worlds)]
        try:
            outcome = run(histories.with_counts(simulate(world, generator)))
        except InvalidHistories:
            outcome = None
        progress(repeat + 1, repeats)
        if outcome is None or outcome.estimate is None or outcome.interval is None:
            missing += 1
            continue
        low, high = outcome.interval.low, outcome.interval.high
        if low is None and high is None:  # an interval that could not be made
            missing += 1
            continue
        sizes.append(outcome.estimate)
        size = round(float(world.sum()))
        held += (low is None or low <= size) and (high is None or size <= high)
    return SimulatedCoverage(
        repeats, missing, held, truth, float(np.median(sizes)) if sizes else None
    )


def coverage(
    histories: CaptureHistories,
    run: Run,
    model: str,
    level: float,
    *,
    repeats: int,
    generator: np.random.Generator,
    progress: Progress = silent,
) -> DiagnosticResult:
    """Report how often the interval holds the truth, without and with a weak dependence.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    run
        From capture histories to an estimate: a method with its options.
    model
        Name of the model that was selected.
    level
        Probability inside the interval, such as 0.95.
    repeats
        Number of tables to draw.
    generator
        Source of the random numbers.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    DiagnosticResult
        Coverage as selected, and with a weak dependence added.

    References
    ----------
    Whitehead, Jackson, Balch & Francis (2021), J. Offic. Statist. 37.
    """
    chosen = parse_model(model, histories.t)
    worlds = {"as_selected": [expected_with_empty(histories, chosen)]}
    weak = weak_pairs(histories, chosen)
    if weak:
        worlds["weak_dependence_added"] = weak
    rows, shares = [], []
    for name, tables in worlds.items():
        found = simulate_coverage(
            histories, run, tables, repeats=repeats, generator=generator, progress=progress
        )
        shares.append(found.share)
        rows.append(
            {
                "world": name,
                "tables": found.tables,
                "no_estimate": found.no_estimate,
                "coverage": found.share,
                "truth": found.truth,
                "median_estimate": found.median,
            }
        )
    title = LocalisedText(nl="Hoe vaak het interval klopt", en="How often the interval is right")
    return DiagnosticResult("coverage", title, tuple(rows), *_about(shares, level, repeats))


def _about(shares: list[float | None], level: float, tables: int) -> tuple[LocalisedText, Grade]:
    known = [share for share in shares if share is not None]
    if not known:
        return LocalisedText(
            nl="In nagemaakte tabellen is er nooit een interval.",
            en="In simulated tables there is never an interval.",
        ), Grade.BAD
    worst = min(known)
    verdict = LocalisedText(
        nl=f"Het interval belooft {percent(level, 'nl')}; in nagemaakte tabellen houdt het in "
        f"{percent(worst, 'nl')} van de gevallen de waarheid vast.",
        en=f"The interval promises {percent(level, 'en')}; in simulated tables it holds the "
        f"truth in {percent(worst, 'en')} of the cases.",
    )
    chance = 2 * float(np.sqrt(level * (1 - level) / tables))
    if worst >= level - NOMINAL_SLACK - chance:
        return verdict, Grade.GOOD
    return verdict, Grade.CAUTION if worst >= level - 0.15 - chance else Grade.BAD
