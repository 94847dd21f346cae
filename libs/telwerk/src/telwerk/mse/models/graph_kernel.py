# SPDX-License-Identifier: MIT
"""The compiled sums over decomposable graphs, with arrays in and arrays out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from telwerk._kernels import in_threads, kernel
from telwerk.arrays import Floats

# a record is the number of cliques, room for seven clique masks and for seven separators
RECORD = 15
CLIQUES = slice(1, 8)

Records = NDArray[np.uint8]


def chordal_graphs(t: int) -> Records:
    """List all chordal graphs on t lists: 2, 8, 61, 822, 18,154, 617,675 for t = 2 .. 7.

    Parameters
    ----------
    t
        Number of lists.

    Returns
    -------
    Records
        One record of 15 bytes per graph: number of cliques, clique masks, separator masks.
    """
    listing = kernel("tw_chordal_graphs", "iBq", returns="q")
    records = np.zeros((listing(t, None, 0), RECORD), dtype=np.uint8)
    listing(t, records, len(records))
    return records


def graph_log_sums(records: Records, margins: Floats) -> Floats:
    """For each row of margins, the log of the sum over graphs of their evidence.

    Parameters
    ----------
    records
        Graphs, as :func:`chordal_graphs` gives them.
    margins
        Shape (rows, 2**t): log evidence per set of lists.

    Returns
    -------
    Floats
        Shape (rows,).
    """
    rows = np.ascontiguousarray(margins)
    sums = np.empty(len(rows))
    run = kernel("tw_graph_log_sums", "BqDqqD")

    def work(part: slice) -> None:
        mine = rows[part]
        run(records, len(records), mine, rows.shape[1], len(mine), sums[part])

    in_threads(work, len(rows))
    return sums


def graph_masses(
    records: Records, margins: Floats, offset: Floats, points: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """For each graph the sum over rows of weight * exp(evidence + offset), and times x.

    ``points`` are the weights and the x of the rows.

    Parameters
    ----------
    records
        Graphs, as :func:`chordal_graphs` gives them.
    margins
        Shape (rows, 2**t): log evidence per set of lists.
    offset
        Added to the log evidence of each row.
    points
        Weights and x of the rows.

    Returns
    -------
    tuple[Floats, Floats]
        Two numbers per graph: the sum, and the sum times x.
    """
    rows, weight, x = (np.ascontiguousarray(part) for part in (margins, *points))
    mass, moment = np.zeros(len(records)), np.zeros(len(records))
    run = kernel("tw_graph_masses", "BqDqqDDDDD")

    def work(part: slice) -> None:
        mine = records[part]
        sizes = (rows.shape[1], len(rows))
        run(mine, len(mine), rows, *sizes, offset, weight, x, mass[part], moment[part])

    in_threads(work, len(records), least=1000)
    return mass, moment
