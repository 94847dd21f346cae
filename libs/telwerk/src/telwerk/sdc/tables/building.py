# SPDX-License-Identifier: MIT
"""Tables as cells and sums: one table of rows by columns, and several that share cells."""

from collections.abc import Iterable, Mapping

from telwerk.sdc import messages
from telwerk.sdc.messages import InconsistentError
from telwerk.sdc.tables.relations import Key, Relation


def crossed(
    counts: Mapping[tuple[str, str], int], *, name: str
) -> tuple[dict[Key, int], list[Relation]]:
    """Give the cells, margins and sums of a table of rows by columns.

    The row margin of row ``r`` has key ``(r,)`` and the grand total has key ``()``, whatever the
    table is called, so that tables with the same rows share them; a column margin has key
    ``(name, "", c)`` and an inner cell ``(name, r, c)``.

    Parameters
    ----------
    counts
        People by (row, column).
    name
        Name of the table, the first part of the keys of its own cells.

    Returns
    -------
    tuple[dict[Key, int], list[Relation]]
        All cells by key, and all sums between them.

    Examples
    --------
    >>> cells, sums = crossed({("2024", "a"): 3, ("2024", "b"): 5}, name="t")
    >>> cells[("2024",)], len(sums)
    (8, 4)
    """
    rows = list(dict.fromkeys(row for row, _ in counts))
    columns = list(dict.fromkeys(column for _, column in counts))
    inner: dict[Key, int] = {
        (name, row, column): counts.get((row, column), 0) for row in rows for column in columns
    }
    cells: dict[Key, int] = dict(inner)
    relations = []
    for row in rows:
        parts = tuple((name, row, column) for column in columns)
        cells[(row,)] = sum(inner[part] for part in parts)
        relations.append(Relation((row,), parts))
    for column in columns:
        parts = tuple((name, row, column) for row in rows)
        cells[(name, "", column)] = sum(inner[part] for part in parts)
        relations.append(Relation((name, "", column), parts))
    cells[()] = sum(inner.values())
    relations.append(Relation((), tuple((row,) for row in rows)))
    return cells, relations


def linked(
    tables: Iterable[tuple[dict[Key, int], list[Relation]]],
) -> tuple[dict[Key, int], list[Relation]]:
    """Join tables that share cells; a key that stands in two of them counts the same there.

    Parameters
    ----------
    tables
        Cells and sums of each table, as :func:`crossed` gives them.

    Returns
    -------
    tuple[dict[Key, int], list[Relation]]
        The cells and sums of all together, each once.

    Raises
    ------
    InconsistentError
        When two tables count the same cell differently.

    Examples
    --------
    >>> one = crossed({("2024", "a"): 3, ("2024", "b"): 5}, name="x")
    >>> other = crossed({("2024", "c"): 8}, name="y")
    >>> len(linked([one, other])[0])
    8
    """
    cells: dict[Key, int] = {}
    relations: list[Relation] = []
    for counts, sums in tables:
        for key, count in counts.items():
            if cells.setdefault(key, count) != count:
                named = {"key": key, "one": cells[key], "other": count}
                raise InconsistentError(messages.DISAGREEMENT.filled(**named))
        relations += [relation for relation in sums if relation not in relations]
    return cells, relations
