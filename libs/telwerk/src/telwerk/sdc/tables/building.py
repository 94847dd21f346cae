# SPDX-License-Identifier: MIT
"""Tables as cells and sums: one table of rows by columns, and several that share cells."""

from collections.abc import Iterable, Mapping

from telwerk.sdc.tables.relations import Key, Relation


def crossed(
    counts: Mapping[tuple[str, str], int], *, name: str
) -> tuple[dict[Key, int], list[Relation]]:
    """Give the cells, margins and sums of a table of rows by columns.

    The row margin of row ``r`` has key ``(r,)`` and the grand total has key ``()``, whatever the
    table is called, so that tables with the same rows share them; a column margin has key
    ``(name, "", c)`` and an inner cell ``(name, r, c)``.
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
    """Put tables together; a key that stands in two of them has to count the same there."""
    cells: dict[Key, int] = {}
    relations: list[Relation] = []
    for counts, sums in tables:
        for key, count in counts.items():
            if cells.setdefault(key, count) != count:
                raise ValueError(
                    f"The tables disagree about {key}: {cells[key]} and {count}. "
                    "Make them from the same records."
                )
        relations += [relation for relation in sums if relation not in relations]
    return cells, relations
