# SPDX-License-Identifier: EUPL-1.2
"""What is read once and kept, until the rows under it change."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

Read = TypeVar("Read")
_REMEMBERED: list[_lru_cache_wrapper[object]] = []


def remembered(read: Callable[..., Read]) -> _lru_cache_wrapper[Read]:
    """Keep what a function read, like `functools.cache`, until `forget` is called."""
    kept = cache(read)
    _REMEMBERED.append(kept)
    return kept


def forget() -> None:
    """Read everything anew when it is next asked for."""
    for kept in _REMEMBERED:
        kept.cache_clear()
