# SPDX-License-Identifier: EUPL-1.2
"""Going through a table of any size in bounded memory, for sweeps that write as they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 500


def by_key(rows: QuerySet[Row], *, size: int = SIZE) -> Iterator[Row]:
    """Yield rows in the order of their keys, reading a bounded number at a time.

    No cursor stays open in between, so every row may be changed, or no longer fit the filter,
    in a transaction of its own; a row that comes to stand before the place reached is left for
    the next round.
    """
    ordered = rows.order_by("pk")
    chunk = list(ordered[:size])
    while chunk:
        yield from chunk
        chunk = list(ordered.filter(pk__gt=chunk[-1].pk)[:size]) if len(chunk) == size else []
