# SPDX-License-Identifier: MIT
"""What happens to the estimate when the table is thinned or its links are wrong."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from telwerk.arrays import Counts
from telwerk.localised import LocalisedText, percent, whole
from telwerk.mse.diagnostics.result import DiagnosticResult, Grade, Row, Run, attempt
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.progress import Progress, silent

SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LINK_ERRORS = (-0.2, -0.1, -0.05, 0.05, 0.1, 0.2)


def thinned(
    histories: CaptureHistories, share: float, generator: np.random.Generator
) -> CaptureHistories:
    """Keep each person with the same chance.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    share
        Chance of each person to be kept.
    generator
        Source of the random numbers.

    Returns
    -------
    CaptureHistories
        The people who were kept.
    """
    return histories.with_counts(generator.binomial(histories.counts, share))


def trajectories(
    histories: CaptureHistories,
    run: Run,
    size: float,
    *,
    repeats: int,
    generator: np.random.Generator,
    progress: Progress = silent,
) -> DiagnosticResult:
    """Estimate from random parts of the people, scaled back to all of them.

    A stable method gives about the same scaled number whatever the part.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    run
        From capture histories to an estimate: a method with its options.
    size
        The estimate that is examined, in people.
    repeats
        Number of tables to draw.
    generator
        Source of the random numbers.
    progress
        Told how much is done, as (done, total).

    Returns
    -------
    DiagnosticResult
        One row per share of the people.
    """
    rows: list[Row] = []
    for done, share in enumerate(SHARES):
        draws = [
            attempt(run, partial(thinned, histories, share, generator)) for _ in range(repeats)
        ]
        sizes = [draw.size / share for draw in draws if draw.size is not None]
        quarters = [float(q) for q in np.quantile(sizes, (0.25, 0.5, 0.75))] if sizes else None
        rows.append(
            {
                "share": share,
                "observed": float(np.mean([draw.observed for draw in draws])),
                "low": quarters[0] if quarters else None,
                "median": quarters[1] if quarters else None,
                "high": quarters[2] if quarters else None,
                "no_estimate": sum(draw.size is None for draw in draws),
            }
        )
        progress(done + 1, len(SHARES))
    title = LocalisedText(nl="Met een deel van de mensen", en="With a part of the people")
    return DiagnosticResult("trajectories", title, tuple(rows), *_about_trajectories(rows, size))


def _about_trajectories(rows: list[Row], size: float) -> tuple[LocalisedText, Grade]:
    medians = [row["median"] for row in rows if row["median"] is not None]
    if not medians:
        return LocalisedText(
            nl="Met minder mensen is er geen schatting meer.",
            en="With fewer people there is no estimate any more.",
        ), Grade.BAD
    furthest = max(medians, key=lambda value: abs(np.log(value / size)))
    verdict = LocalisedText(
        nl=f"Met een willekeurig deel van de mensen komt de schatting, teruggerekend, uit op "
        f"{whole(min(medians), 'nl')} tot {whole(max(medians), 'nl')}.",
        en=f"With a random part of the people the estimate, scaled back, comes out at "
        f"{whole(min(medians), 'en')} to {whole(max(medians), 'en')}.",
    )
    away = abs(float(np.log(furthest / size)))
    grade = Grade.GOOD if away < 0.2 else Grade.CAUTION if away < 0.5 else Grade.BAD
    return verdict, grade.unless(any(row["no_estimate"] for row in rows))


def relinked(histories: CaptureHistories, share: float) -> CaptureHistories:
    """Undo a share of the links (negative), or make links that were missed (positive).

    A person whose link is undone becomes two people: one on a single list, one
    on the rest. A missed link is made from two such people, as many as there
    would have been if that share of all true links had been missed.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    share
        Share of the links: negative to undo, positive to restore.

    Returns
    -------
    CaptureHistories
        Histories with other links.
    """
    counts = histories.counts.astype(np.int64).copy()
    for whole_mask, part, number in _moves(histories.counts, share):
        counts[whole_mask] += number
        counts[part] -= number
        counts[whole_mask ^ part] -= number
    return histories.with_counts(np.maximum(counts, 0))


def _moves(counts: Counts, share: float) -> Iterator[tuple[int, int, int]]:
    left = counts.astype(np.int64).copy()
    for mask in map(int, np.flatnonzero(counts)):
        if mask.bit_count() < 2:
            continue
        links = share * counts[mask] / (1 - share) if share > 0 else share * counts[mask]
        members = [1 << bit for bit in range(mask.bit_length()) if mask >> bit & 1]
        for single, wanted in zip(members, _spread(round(abs(links)), len(members)), strict=True):
            if share < 0:
                yield mask, single, -wanted
                continue
            rest = mask ^ single
            there = int(min(wanted, left[single], left[rest]))
            left[single] -= there
            left[rest] -= there
            yield mask, single, there


def _spread(total: int, parts: int) -> list[int]:
    return [total // parts + (i < total % parts) for i in range(parts)]


def linkage_errors(histories: CaptureHistories, run: Run, size: float) -> DiagnosticResult:
    """Estimate as if links were made wrongly, or were missed.

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    run
        From capture histories to an estimate: a method with its options.
    size
        The estimate that is examined, in people.

    Returns
    -------
    DiagnosticResult
        One row per share of the links.
    """
    rows: list[Row] = []
    for share in LINK_ERRORS:
        outcome = attempt(run, partial(relinked, histories, share))
        rows.append(
            {
                "links": "undone" if share < 0 else "restored",
                "share": abs(share),
                "observed": outcome.observed,
                "estimate": outcome.size,
                "status": outcome.status,
            }
        )
    title = LocalisedText(nl="Als koppelingen fout zijn", en="If links are wrong")
    return DiagnosticResult("linkage_errors", title, tuple(rows), *_about_links(rows, size))


def _about_links(rows: list[Row], size: float) -> tuple[LocalisedText, Grade]:
    by = {(row["links"], row["share"]): row["estimate"] for row in rows}
    here = by[("restored", 0.1)]
    if here is None:
        return LocalisedText(
            nl="Als een tiende van de koppelingen gemist is, is er geen schatting.",
            en="If a tenth of the links was missed, there is no estimate.",
        ), Grade.BAD
    change = here / size - 1
    verdict = LocalisedText(
        nl=f"Is een tiende van de echte koppelingen gemist, dan is de schatting "
        f"{whole(here, 'nl')}: {percent(abs(change), 'nl')} "
        f"{'lager' if change < 0 else 'hoger'}.",
        en=f"If a tenth of the true links was missed, the estimate is "
        f"{whole(here, 'en')}: {percent(abs(change), 'en')} "
        f"{'lower' if change < 0 else 'higher'}.",
    )
    grade = Grade.GOOD if abs(change) < 0.1 else Grade.CAUTION if abs(change) < 0.3 else Grade.BAD
    return verdict, grade


def odds_ratio(observed: int, size: float) -> DiagnosticResult:
    """Give the size as a function of the odds ratio that no list can tell.

    Every model fixes how the people on no list hang together with the rest
    (Aleshin-Guendel, Sadinle and Wakefield, 2024); here it is let go.

    Parameters
    ----------
    observed
        Number of different people seen.
    size
        The estimate that is examined, in people.

    Returns
    -------
    DiagnosticResult
        One row per odds ratio.
    """
    rows = tuple(
        {"xi": xi, "estimate": observed + xi * (size - observed)}
        for xi in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
    )
    half, double = observed + (size - observed) / 2, observed + 2 * (size - observed)
    verdict = LocalisedText(
        nl=f"Wie niemand zag, kan niemand toetsen. Zouden zij half zo vaak of twee keer zo vaak "
        f"voorkomen als het model zegt, dan is het aantal {whole(half, 'nl')} of "
        f"{whole(double, 'nl')}.",
        en=f"Nobody can test those nobody saw. If they were half or twice as common as the model "
        f"says, the number is {whole(half, 'en')} or {whole(double, 'en')}.",
    )
    title = LocalisedText(nl="Wat de lijsten niet kunnen zeggen", en="What the lists cannot say")
    return DiagnosticResult("unidentified_odds_ratio", title, rows, verdict, Grade.CAUTION)
