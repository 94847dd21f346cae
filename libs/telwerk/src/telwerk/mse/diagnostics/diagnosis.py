# SPDX-License-Identifier: MIT
"""All diagnostics of one estimate, and what they say together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from telwerk.localised import LocalisedText, whole
from telwerk.mse.diagnostics.coverage import coverage
from telwerk.mse.diagnostics.lists import internal_consistency, leave_one_out, merged_pairs
from telwerk.mse.diagnostics.perturbation import linkage_errors, odds_ratio, trajectories
from telwerk.mse.diagnostics.result import DiagnosticResult, Grade, Run
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.methods.declaration import Method
from telwerk.mse.models.hierarchical import parse_model
from telwerk.mse.models.loglinear import fit_model
from telwerk.mse.results.estimate import Estimate
from telwerk.progress import Progress, silent

VERDICTS = {
    Grade.GOOD: LocalisedText(
        nl="De schatting blijft overeind in wat hier is nagegaan.",
        en="The estimate stands in what was examined here.",
    ),
    Grade.CAUTION: LocalisedText(
        nl="De schatting is een orde van grootte: noem haar nooit zonder de spreiding.",
        en="The estimate is an order of magnitude: never give it without the range.",
    ),
    Grade.BAD: LocalisedText(
        nl="Deze lijsten kunnen één getal niet dragen. Gebruik de schatting niet voor beleid; "
        "laat zien wat nodig is om het wel te weten.",
        en="These lists cannot carry one number. Do not use the estimate for policy; show what "
        "would be needed to know.",
    ),
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An estimate with everything that should make a reader trust or doubt it.

    Attributes
    ----------
    estimate
        The estimate.
    results
        What each diagnostic found.
    """

    estimate: Estimate
    results: tuple[DiagnosticResult, ...]

    @property
    def grade(self) -> Grade:
        """Give the grade of all together: bad when three are, or when there is no number."""
        grades = [result.grade for result in self.results]
        if self.estimate.estimate is None or grades.count(Grade.BAD) >= 3:
            return Grade.BAD
        if grades and all(grade is Grade.GOOD for grade in grades):
            return Grade.GOOD
        return Grade.CAUTION

    @property
    def verdict(self) -> LocalisedText:
        """Say in one sentence what the estimate may be used for."""
        return VERDICTS[self.grade]

    def to_dict(self) -> dict[str, Any]:
        """Give plain values.

        Returns
        -------
        dict[str, Any]
            JSON values.
        """
        return {
            "estimate": self.estimate.to_dict(),
            "grade": str(self.grade),
            "verdict": {"nl": self.verdict.nl, "en": self.verdict.en},
            "findings": [result.to_dict() for result in self.results],
        }


def diagnose(
    histories: CaptureHistories,
    method: Method,
    *,
    repeats: int = 50,
    seed: int = 1,
    progress: Progress = silent,
    options: Mapping[str, Any] | None = None,
) -> Diagnosis:
    """Examine an estimate from every side: models, lists, links, and the interval itself.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    method
        The method that is examined.
    repeats
        Simulated tables per setting; more is steadier and slower.
    seed
        Start of the random numbers: the same seed gives the same outcome.
    progress
        Told how much is done, as (done, total).
    options
        Options of the method.

    Returns
    -------
    Diagnosis
        The estimate with what every diagnostic found.

    References
    ----------
    Binette & Steorts (2022), J. Roy. Statist. Soc. A 185; Aleshin-Guendel, Sadinle & Wakefield
    (2024), Ann. Appl. Statist. 18.

    Examples
    --------
    >>> from telwerk.datasets import korea
    >>> from telwerk.mse.methods import method
    >>> diagnose(korea(), method("independence"), repeats=5).grade
    <Grade.BAD: 'bad'>
    """
    settings = dict(options or {})
    estimate = method.estimate(histories, **settings)
    if estimate.estimate is None:
        return Diagnosis(estimate, ())
    examination = _Examination(
        histories=histories,
        method=method,
        estimate=estimate,
        options=settings,
        repeats=repeats,
        generator=np.random.default_rng(seed),
    )
    results = []
    steps = examination.steps()
    for done, step in enumerate(steps):
        results.append(step())
        progress(done + 1, len(steps))
    return Diagnosis(estimate, tuple(found for found in results if found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Examination:
    histories: CaptureHistories
    method: Method
    estimate: Estimate
    options: dict[str, Any]  # as the method takes them
    repeats: int
    generator: np.random.Generator

    def run(self, interval: str) -> Run:
        """Give the method with its options, and another interval where it has a choice."""
        choices = {option.name: option.choices for option in self.method.options}
        changed = {"interval": interval} if interval in choices.get("interval", ()) else {}
        options = {**self.options, **changed}
        return lambda histories: self.method.estimate(histories, **options)

    def steps(self) -> list[Callable[[], DiagnosticResult | None]]:
        """Give the examinations that this table and method allow."""
        steps: list[Callable[[], DiagnosticResult | None]] = [self._multiverse]
        if self.histories.t > self.method.least_lists:
            steps += [self._without_a_list, self._lists_joined, self._known_sizes]
        steps += [self._odds_ratio, self._links, self._trajectories]
        if self._can_be_simulated():
            steps.append(self._coverage)
        return steps

    def _can_be_simulated(self) -> bool:
        """Tell whether the model is a log-linear one that has a fit on these lists."""
        if not (self.estimate.model and self.estimate.interval):
            return False
        try:
            model = parse_model(self.estimate.model, self.histories.t)
        except ValueError:
            return False
        return bool(fit_model(self.histories.counts, model).status[0] == 0)

    @property
    def size(self) -> float:
        return self.estimate.estimate or 0.0

    def _multiverse(self) -> DiagnosticResult | None:
        return multiverse_result(self.estimate)

    def _without_a_list(self) -> DiagnosticResult:
        return leave_one_out(self.histories, self.run("none"), self.size)

    def _lists_joined(self) -> DiagnosticResult:
        return merged_pairs(self.histories, self.run("none"), self.size)

    def _known_sizes(self) -> DiagnosticResult:
        return internal_consistency(self.histories, self.run("none"))

    def _odds_ratio(self) -> DiagnosticResult:
        return odds_ratio(self.histories.observed, self.size)

    def _links(self) -> DiagnosticResult:
        return linkage_errors(self.histories, self.run("none"), self.size)

    def _trajectories(self) -> DiagnosticResult:
        return trajectories(
            self.histories,
            self.run("none"),
            self.size,
            repeats=max(5, self.repeats // 5),
            generator=self.generator,
        )

    def _coverage(self) -> DiagnosticResult:
        return coverage(
            self.histories,
            self.run("wald"),
            str(self.estimate.model),
            self.estimate.interval.level if self.estimate.interval else 0.95,
            repeats=self.repeats,
            generator=self.generator,
        )


def multiverse_result(estimate: Estimate) -> DiagnosticResult | None:
    """Judge how far apart the models lie that fit almost as well.

    Parameters
    ----------
    estimate
        An estimate with its multiverse in the diagnostics.

    Returns
    -------
    DiagnosticResult | None
        The diagnostic, or None for a method that looks at one model.
    """
    rows = estimate.diagnostics.get("multiverse")
    if not rows:
        return None
    widest = rows[-1]
    low, high = widest["low"], widest["high"]
    verdict = LocalisedText(
        nl=f"{widest['models']} modellen passen bijna even goed (binnen {widest['within']} "
        f"punten); zij geven {whole(low, 'nl')} tot {whole(high, 'nl')}.",
        en=f"{widest['models']} models fit almost as well (within {widest['within']} points); "
        f"they give {whole(low, 'en')} to {whole(high, 'en')}.",
    )
    factor = high / low
    grade = Grade.GOOD if factor < 1.3 else Grade.CAUTION if factor < 3 else Grade.BAD
    title = LocalisedText(nl="Alle modellen die ook passen", en="All models that fit as well")
    return DiagnosticResult("multiverse", title, tuple(rows), verdict, grade)
