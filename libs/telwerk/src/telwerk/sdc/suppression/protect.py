# SPDX-License-Identifier: MIT
"""Hide small cells, and as few others as are needed so that nobody can work them back."""

from collections.abc import Mapping, Sequence

import numpy as np

from telwerk.sdc import messages
from telwerk.sdc.disclosure.audit import audit
from telwerk.sdc.messages import InconsistentError, UndecidedError, UnprotectedError
from telwerk.sdc.tables.counts import whole_people
from telwerk.sdc.tables.relations import Key, Relation, matrix
from telwerk.solver import Outcome, SolverError, minimise


def protect(
    counts: Mapping[Key, int],
    relations: Sequence[Relation],
    *,
    threshold: int,
    width: int = 3,
    impossible: frozenset[Key] = frozenset(),
) -> dict[Key, int | None]:
    """Give what may be shown: a count, or None where it is hidden.

    Every cell under the threshold is hidden, empty ones too, unless it is impossible by nature.
    Then, for each of them, the cheapest further cells are hidden that let it be ``width`` larger
    than it is with all sums intact (the linear relaxation of the secondary suppression problem,
    Fischetti and Salazar, 2000); at the end every hidden cell that turns out not to be needed is
    shown again, and the whole is audited.

    Parameters
    ----------
    counts
        All cells of all tables, totals included.
    relations
        All sums between them.
    threshold
        The least count that may be shown.
    width
        The least distance between the bounds a reader can work out for a small cell.
    impossible
        Cells that are empty by definition and may be shown as such.

    Returns
    -------
    dict[Key, int | None]
        The tables as they may be shown: every cell with its count, or None.

    Raises
    ------
    UnprotectedError
        When even hiding everything leaves a small cell within too narrow bounds.
    UndecidedError
        When the solver gives no answer; the error names how it ended.
    InconsistentError
        When the parts of a sum do not add up to its total.
    ValueError
        When a count, the threshold or the width is not a whole number of people.

    References
    ----------
    Fischetti & Salazar (2000), Management Science 47; Kelly, Golden & Assad (1992), Networks 22.

    Examples
    --------
    >>> from telwerk.sdc.tables.relations import Relation
    >>> counts = {("a",): 4, ("b",): 30, ("c",): 60, (): 94}
    >>> protect(counts, [Relation((), (("a",), ("b",), ("c",)))], threshold=10)[("b",)] is None
    True
    """
    _require_tables(counts, relations, threshold=threshold, width=width)
    keys = list(counts)
    small = [key for key in keys if counts[key] < threshold and key not in impossible]
    hidden = set(small)
    sums = matrix(keys, relations)
    for key in sorted(small, key=lambda cell: (counts[cell], cell)):
        hidden |= _partners(keys, counts, sums, hidden, key, width=width, impossible=impossible)
    hidden = _pruned(counts, relations, hidden, small, width)
    shown = {key: None if key in hidden else counts[key] for key in keys}
    exposed = [
        key
        for key, bounds in audit(shown, relations, of=small).items()
        if not bounds.at_least(width)
    ]
    if exposed:
        raise UnprotectedError(messages.EXPOSED.filled(number=len(exposed), width=width))
    return shown


def _require_tables(
    counts: Mapping[Key, int], relations: Sequence[Relation], *, threshold: int, width: int
) -> None:
    whole_people(threshold, "threshold")
    whole_people(width, "width")
    for key, count in counts.items():
        whole_people(count, f"count of cell {key}")
    totals = matrix(list(counts), relations) @ np.array([float(n) for n in counts.values()])
    wrong = [relation.total for relation, off in zip(relations, totals, strict=True) if off != 0]
    if wrong:
        raise InconsistentError(messages.NOT_ADDITIVE.filled(total=wrong[0]))


def _partners(
    keys: Sequence[Key],
    counts: Mapping[Key, int],
    sums: np.ndarray,
    hidden: set[Key],
    cell: Key,
    *,
    width: int,
    impossible: frozenset[Key],
) -> set[Key]:
    """Give the cells that have to move along when one cell grows by ``width``."""
    size = len(keys)
    cost = np.array([0.0 if key in hidden else _price(key, counts[key]) for key in keys])
    most_down = [0.0 if key in impossible else float(counts[key]) for key in keys]
    most_up = [0.0 if key in impossible else np.inf for key in keys]
    place = keys.index(cell)
    bounds = [(0.0, most) for most in most_up] + [(0.0, most) for most in most_down]
    bounds[place] = (float(width), float(width))
    bounds[size + place] = (0.0, 0.0)
    try:
        answer = minimise(
            np.concatenate([cost, cost]) + 1e-6,
            A_eq=np.hstack([sums, -sums]),
            b_eq=np.zeros(len(sums)),
            bounds=bounds,
        )
        if answer.outcome is Outcome.INFEASIBLE:
            raise UnprotectedError(messages.NO_PARTNER)
        answer.optimum()
    except SolverError as problem:
        reason = messages.PARTNERS_UNKNOWN.filled(key=cell, outcome=problem.reason)
        raise UndecidedError(reason) from problem
    moved = answer.point[:size] + answer.point[size:] > 1e-7
    return {key for key, moves in zip(keys, moved, strict=True) if moves}


def _price(key: Key, count: int) -> float:
    """Hiding a total costs readers more than hiding one of its parts."""
    return (count + 1) * (20.0 if len(key) < 2 else 4.0 if "" in key else 1.0)


def _pruned(
    counts: Mapping[Key, int],
    relations: Sequence[Relation],
    hidden: set[Key],
    small: Sequence[Key],
    width: int,
) -> set[Key]:
    """Show again what need not be hidden, dearest first."""
    kept = set(hidden)
    extra = sorted(kept - set(small), key=lambda key: -_price(key, counts[key]))
    for key in extra:
        trial = {cell: None if cell in kept - {key} else counts[cell] for cell in counts}
        found = audit(trial, relations, of=small)
        if all(bounds.at_least(width) for bounds in found.values()):
            kept.discard(key)
    return kept
