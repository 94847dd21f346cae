# SPDX-License-Identifier: MIT
"""Checks of names and counts, and sums over histories."""

from collections.abc import Iterable, Sequence

import numpy as np

from telwerk.arrays import Counts
from telwerk.mse import messages
from telwerk.mse.lists.reading import MOST_PEOPLE
from telwerk.mse.messages import InvalidHistories

MAX_LISTS = 16


def regroup(
    counts: Counts, lists: tuple[str, ...], groups: Sequence[tuple[str, tuple[str, ...]]]
) -> Counts:
    """Sum counts over new lists, each made of some of the old ones.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    lists
        Names of the lists; list 1 is the first.
    groups
        Name of each new list, and the lists it is made of.

    Returns
    -------
    Counts
        Counts by mask of the new lists; nobody on none of them.
    """
    masks = np.arange(counts.size)
    target = np.zeros_like(masks)
    for position, (_, members) in enumerate(groups):
        bits = sum(1 << lists.index(member) for member in members)
        target |= (masks & bits > 0).astype(np.int64) << position
    moved = np.bincount(target, weights=counts, minlength=1 << len(groups)).astype(np.int64)
    moved[0] = 0
    return moved


def counts_array(
    lists: tuple[str, ...], histories: Iterable[tuple[tuple[int, ...], int]]
) -> Counts:
    """Put the counts of histories into one array by bit mask.

    Parameters
    ----------
    lists
        Names of the lists; list 1 is the first.
    histories
        Flags and number of people of each history.

    Returns
    -------
    Counts
        Shape (2**t,).

    Raises
    ------
    InvalidHistories
        When somebody is counted on no list.
    """
    checked_names(lists)
    counts = np.zeros(1 << len(lists), dtype=np.int64)
    for flags, number in histories:
        mask = sum(flag << bit for bit, flag in enumerate(flags))
        if mask == 0 and number:
            raise InvalidHistories(messages.NOBODY_SEES.filled(number=number))
        counts[mask] += number
    return counts


def checked_names(lists: Iterable[str]) -> tuple[str, ...]:
    """Check the names of lists.

    Parameters
    ----------
    lists
        Names of the lists; list 1 is the first.

    Returns
    -------
    tuple[str, ...]
        The names as texts.

    Raises
    ------
    InvalidHistories
        When there are too few, too many, or two alike.
    """
    names = tuple(str(name) for name in lists)
    if len(names) < 2:
        raise InvalidHistories(messages.TOO_FEW_LISTS.filled(number=len(names)))
    if len(names) > MAX_LISTS:
        many = messages.TOO_MANY_LISTS.filled(number=len(names), most=MAX_LISTS)
        raise InvalidHistories(many)
    if len(set(names)) < len(names):
        raise InvalidHistories(messages.SAME_NAME.filled(lists=list(names)))
    return names


def checked_counts(counts: Counts, lists: tuple[str, ...]) -> Counts:
    """Check the counts of all bit masks.

    Parameters
    ----------
    counts
        Counts by bit mask, shape (2**t,); the cell of people on no list is not used.
    lists
        Names of the lists; list 1 is the first.

    Returns
    -------
    Counts
        A copy in whole numbers.

    Raises
    ------
    InvalidHistories
        When they are no numbers of people, or a list is empty.
    """
    values = np.array(counts)  # a copy: nobody else can change it afterwards
    if values.shape != (1 << len(lists),):
        sizes = {"lists": len(lists), "expected": 1 << len(lists), "found": values.size}
        raise InvalidHistories(messages.WRONG_SIZE.filled(**sizes))
    if values.dtype.kind == "f" and not np.array_equal(values, np.floor(values)):
        raise InvalidHistories(messages.SHARES)
    if values.sum(dtype=float) > MOST_PEOPLE:
        raise InvalidHistories(messages.SUM_TOO_LARGE)
    values = values.astype(np.int64)
    if (values < 0).any():
        raise InvalidHistories(messages.BELOW_ZERO)
    if values[0]:
        raise InvalidHistories(messages.NOBODY_SEES.filled(number=values[0]))
    if not values.any():
        raise InvalidHistories(messages.NOBODY)
    _require_people_on_lists(values, lists)
    return values


def _require_people_on_lists(values: Counts, lists: tuple[str, ...]) -> None:
    masks = np.arange(values.size)
    empty = [name for bit, name in enumerate(lists) if not values[masks & (1 << bit) > 0].any()]
    if empty:
        raise InvalidHistories(messages.EMPTY_LISTS.filled(lists=", ".join(empty)))
