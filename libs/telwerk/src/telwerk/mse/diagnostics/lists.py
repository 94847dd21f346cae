# SPDX-License-Identifier: MIT
"""What each list does to the estimate: leaving it out, joining it, checking against it."""

from functools import partial
from itertools import combinations

from telwerk.localised import LocalisedText, whole
from telwerk.mse.diagnostics.result import DiagnosticResult, Grade, Row, Run, attempt
from telwerk.mse.lists.histories import CaptureHistories

LARGE_CHANGE = 1.5  # a factor up or down that changes the story


def leave_one_out(histories: CaptureHistories, run: Run, size: float) -> DiagnosticResult:
    """Estimate without each list in turn.

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
        One row per list.
    """
    rows: list[Row] = []
    for name in histories.lists:
        outcome = attempt(run, partial(histories.without, name))
        rows.append(outcome.beside(size, {"without": name, "observed": outcome.observed}))
    return DiagnosticResult(
        "leave_one_list_out",
        LocalisedText(nl="Zonder één van de lijsten", en="Without one of the lists"),
        tuple(rows),
        *_about_leaving_out(rows, size),
    )


def _about_leaving_out(rows: list[Row], size: float) -> tuple[LocalisedText, Grade]:
    missing = [str(row["without"]) for row in rows if row["estimate"] is None]
    if missing:
        names = ", ".join(missing)
        return LocalisedText(
            nl=f"Zonder {names} is er geen schatting: alles hangt daaraan.",
            en=f"Without {names} there is no estimate: everything depends on it.",
        ), Grade.BAD
    worst = max(rows, key=lambda row: _distance(row["ratio"]))
    there = worst["estimate"]
    verdict = LocalisedText(
        nl=f"Zonder {worst['without']} wordt de schatting {whole(there, 'nl')} in plaats van "
        f"{whole(size, 'nl')}; geen andere lijst scheelt zoveel.",
        en=f"Without {worst['without']} the estimate becomes {whole(there, 'en')} instead of "
        f"{whole(size, 'en')}; no other list makes that much difference.",
    )
    return verdict, _grade(_distance(worst["ratio"]))


def _distance(factor: float) -> float:
    return max(factor, 1 / factor) if factor > 0 else float("inf")


def _grade(factor: float) -> Grade:
    if factor <= 1 + (LARGE_CHANGE - 1) / 2:
        return Grade.GOOD
    return Grade.CAUTION if factor <= LARGE_CHANGE else Grade.BAD


def merged_pairs(histories: CaptureHistories, run: Run, size: float) -> DiagnosticResult:
    """Estimate with each pair of lists joined into one.

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
        One row per pair of lists.
    """
    rows: list[Row] = []
    for pair in combinations(histories.lists, 2):
        outcome = attempt(run, partial(histories.merged, *pair))
        rows.append(outcome.beside(size, {"joined": "+".join(pair)}))
    sizes = [row["estimate"] for row in rows if row["estimate"] is not None]
    title = LocalisedText(nl="Met twee lijsten als één", en="With two lists as one")
    if not sizes:
        return DiagnosticResult("merged_lists", title, tuple(rows), _NO_PAIR, Grade.BAD)
    low, high = min(sizes), max(sizes)
    verdict = LocalisedText(
        nl=f"Twee lijsten samenvoegen geeft {whole(low, 'nl')} tot {whole(high, 'nl')}.",
        en=f"Joining two lists gives {whole(low, 'en')} to {whole(high, 'en')}.",
    )
    grade = _grade(max(_distance(low / size), _distance(high / size)))
    grade = grade.unless(len(sizes) < len(rows))
    return DiagnosticResult("merged_lists", title, tuple(rows), verdict, grade)


_NO_PAIR = LocalisedText(
    nl="Met twee lijsten samengevoegd is er nergens een schatting.",
    en="With two lists joined there is no estimate anywhere.",
)


def internal_consistency(histories: CaptureHistories, run: Run) -> DiagnosticResult:
    """Estimate the known size of each list from the other lists (Binette and Steorts, 2022).

    Parameters
    ----------
    histories
        Capture histories of the people who were seen.
    run
        From capture histories to an estimate: a method with its options.

    Returns
    -------
    DiagnosticResult
        One row per list.

    References
    ----------
    Binette & Steorts (2022), J. Roy. Statist. Soc. A 185.
    """
    rows: list[Row] = []
    for name, known in zip(histories.lists, histories.sizes(), strict=True):
        outcome = attempt(run, partial(histories.within, name))
        rows.append(outcome.beside(known, {"list": name, "known": known}))
    title = LocalisedText(nl="Terugvinden wat bekend is", en="Finding back what is known")
    return DiagnosticResult("internal_consistency", title, tuple(rows), *_about_consistency(rows))


def _about_consistency(rows: list[Row]) -> tuple[LocalisedText, Grade]:
    factors = [_distance(row["ratio"]) for row in rows if row["ratio"] is not None]
    if not factors:
        return LocalisedText(
            nl="De andere lijsten vinden van geen enkele lijst de bekende grootte terug.",
            en="The other lists find back the known size of no list at all.",
        ), Grade.BAD
    near = sum(factor <= LARGE_CHANGE for factor in factors)
    verdict = LocalisedText(
        nl=f"Van {near} van de {len(rows)} lijsten vinden de andere lijsten de bekende grootte "
        "ongeveer terug.",
        en=f"For {near} of the {len(rows)} lists the other lists find back the known size roughly.",
    )
    if near == len(rows):
        return verdict, Grade.GOOD
    return verdict, Grade.CAUTION if 2 * near >= len(rows) else Grade.BAD
