# SPDX-License-Identifier: MIT
"""Small tables of people, alone and sharing their rows, with cells hidden at random."""

from hypothesis import strategies as st

from telwerk.sdc import Key, Relation, crossed, linked

Tables = tuple[dict[Key, int], list[Relation]]
Hidden = tuple[dict[Key, int], dict[Key, int | None], list[Relation]]
COLUMNS = ("form", "reporter", "age")


@st.composite
def one_table(
    draw: st.DrawFn, *, rows: int = 3, columns: int = 3, most: int = 4
) -> dict[tuple[str, str], int]:
    """Counts by row and column."""
    height, width = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    return {
        (f"r{i}", f"c{j}"): draw(st.integers(0, most)) for i in range(height) for j in range(width)
    }


@st.composite
def tables(draw: st.DrawFn, *, number: int = 1, most: int = 4) -> Tables:
    """One table, or several in which the same people are counted by another column."""
    first = draw(one_table(rows=2, columns=3 if number == 1 else 2, most=most))
    made = [crossed(first, name=COLUMNS[0])]
    rows = list(dict.fromkeys(row for row, _ in first))
    totals = {row: sum(count for (r, _), count in first.items() if r == row) for row in rows}
    for name in COLUMNS[1:number]:
        other: dict[tuple[str, str], int] = {}
        for row in rows:
            part = draw(st.integers(0, totals[row]))
            other |= {(row, f"{name}1"): part, (row, f"{name}2"): totals[row] - part}
        made.append(crossed(other, name=name))
    return linked(made)


@st.composite
def hidden(draw: st.DrawFn, *, number: int = 1) -> Hidden:
    """Cells, the same cells with some hidden, and the sums."""
    cells, sums = draw(tables(number=number, most=2))
    gone = draw(st.sets(st.sampled_from(sorted(cells)), max_size=5))
    return cells, {k: None if k in gone else n for k, n in cells.items()}, sums
