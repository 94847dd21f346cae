# SPDX-License-Identifier: MIT
"""What an attacker finds who tries every table of whole people, one by one."""

from collections.abc import Iterator, Mapping, Sequence

from telwerk.sdc import Key, Relation

Shown = Mapping[Key, int | None]


def worked_back(
    shown: Shown, relations: Sequence[Relation], *, most: int
) -> dict[Key, tuple[int, int]]:
    """Give the least and the most of every hidden cell over all tables that fit.

    No cell counts more than ``most``; a cell whose most is ``most`` may be anything above it.
    """
    found: dict[Key, tuple[int, int]] = {}
    for table in fitting(shown, relations, most=most):
        for key, value in shown.items():
            if value is None:
                low, high = found.get(key, (table[key], table[key]))
                found[key] = (min(low, table[key]), max(high, table[key]))
    return found


def fitting(shown: Shown, relations: Sequence[Relation], *, most: int) -> Iterator[dict[Key, int]]:
    """Give every table of whole people in which all sums hold."""
    yield from _filled(dict(shown), relations, most)


def _filled(
    table: dict[Key, int | None], relations: Sequence[Relation], most: int
) -> Iterator[dict[Key, int]]:
    table = dict(table)
    if not _deduced(table, relations):
        return
    if any(value is not None and not 0 <= value <= most for value in table.values()):
        return
    open_cells = [key for key, value in table.items() if value is None]
    if not open_cells:
        yield {key: value for key, value in table.items() if value is not None}
        return
    cell = min(open_cells, key=lambda key: _limit(key, table, relations, most))
    for value in range(_limit(cell, table, relations, most) + 1):
        yield from _filled({**table, cell: value}, relations, most)


def _deduced(table: dict[Key, int | None], relations: Sequence[Relation]) -> bool:
    """Fill in what one sum determines; False when a sum cannot hold."""
    changed = True
    while changed:
        changed = False
        for relation in relations:
            left = [part for part in relation.parts if table[part] is None]
            known = sum(table[part] or 0 for part in relation.parts)
            total = table[relation.total]
            if total is None and not left:
                table[relation.total], changed = known, True
            elif total is not None and len(left) == 1:
                table[left[0]], changed = total - known, True
            elif total is not None and (known > total or (not left and known != total)):
                return False
    return True


def _limit(
    cell: Key, table: dict[Key, int | None], relations: Sequence[Relation], most: int
) -> int:
    limits = [most]
    for relation in relations:
        total = table[relation.total]
        if cell in relation.parts and total is not None:
            limits.append(total - sum(table[part] or 0 for part in relation.parts))
    return min(limits)
