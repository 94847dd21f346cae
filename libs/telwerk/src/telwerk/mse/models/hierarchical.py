# SPDX-License-Identifier: MIT
"""Hierarchical models as sets of interactions: naming, reading, enumerating.

A model is a row of 64-bit words; bit ``s`` says that the interaction of the
lists in mask ``s`` is in it. The intercept and all lists by themselves always
are, and with an interaction come all its parts.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from telwerk._kernels import kernel
from telwerk.mse import messages
from telwerk.mse.messages import InvalidModel

Models = NDArray[np.uint64]  # shape (models, words)
Masks = frozenset[int]

MOST_MODELS = 10_000_000


def words_per_model(t: int) -> int:
    """Number of 64-bit words that hold one model.

    Parameters
    ----------
    t
        Number of lists.

    Returns
    -------
    int
        Words of 64 bits.
    """
    return max(1, (1 << t) // 64)


def count_models(t: int, order: int) -> int | None:
    """Count the hierarchical models up to an order; None when there are too many to list.

    Parameters
    ----------
    t
        Number of lists.
    order
        Largest number of lists in one interaction.

    Returns
    -------
    int | None
        Number of models, or None.

    Examples
    --------
    >>> count_models(5, 2), count_models(8, 5)
    (1024, None)
    """
    try:
        return kernel("tw_enumerate", "iiqU", "q")(t, order, MOST_MODELS, None)
    except ValueError:
        return None


def enumerate_models(t: int, order: int) -> Models:
    """List all hierarchical models with interactions of at most ``order`` lists.

    Parameters
    ----------
    t
        Number of lists.
    order
        Largest number of lists in one interaction.

    Returns
    -------
    Models
        One model per row.

    Raises
    ------
    InvalidModel
        When there are too many to list.

    Examples
    --------
    >>> len(enumerate_models(4, 3))
    113
    """
    number = count_models(t, order)
    if number is None:
        raise InvalidModel(messages.TOO_MANY_MODELS.filled(lists=t, order=order))
    models = np.zeros((number, words_per_model(t)), dtype=np.uint64)
    kernel("tw_enumerate", "iiqU", "q")(t, order, number, models)
    return models


def closed(t: int, sets: Iterable[int]) -> Masks:
    """Complete a model: the intercept, each list, and all parts of each set.

    Parameters
    ----------
    t
        Number of lists.
    sets
        Masks of sets of lists.

    Returns
    -------
    Masks
        The model.

    Examples
    --------
    >>> sorted(closed(3, [0b011]))
    [0, 1, 2, 3, 4]
    """
    complete = {0, *(1 << bit for bit in range(t))}
    for mask in sets:
        part = mask
        while part:
            complete.add(part)
            part = (part - 1) & mask
    return frozenset(complete)


def pack(t: int, models: Iterable[Masks]) -> Models:
    """Turn models given as sets of masks into rows of words.

    Parameters
    ----------
    t
        Number of lists.
    models
        Models as sets of masks.

    Returns
    -------
    Models
        Models as rows of 64-bit words, shape (models, words).
    """
    rows = []
    for model in models:
        bits = sum(1 << mask for mask in model)
        rows.append([(bits >> (64 * i)) & (2**64 - 1) for i in range(words_per_model(t))])
    return np.array(rows, dtype=np.uint64).reshape(len(rows), words_per_model(t))


def unpack(row: NDArray[np.uint64]) -> Masks:
    """Turn a row of words into a set of masks.

    Parameters
    ----------
    row
        One row of words.

    Returns
    -------
    Masks
        The model as a set of masks.

    Examples
    --------
    >>> unpack(pack(3, [closed(3, [0b101])])[0]) == closed(3, [0b101])
    True
    """
    bits = sum(int(word) << (64 * i) for i, word in enumerate(row))
    return frozenset(mask for mask in range(64 * len(row)) if bits >> mask & 1)


def maximal(model: Masks) -> tuple[int, ...]:
    """Give the sets that are in no larger set of the model, in the order of names.

    Parameters
    ----------
    model
        Masks of the sets of lists in the model, closed under taking parts.

    Returns
    -------
    tuple[int, ...]
        Masks, larger sets first.
    """
    tops = [s for s in model if s and not any(s != o and s & o == s for o in model)]
    return tuple(sorted(tops, key=lambda s: (-s.bit_count(), numbers(s))))


def numbers(mask: int) -> tuple[int, ...]:
    """Give the list numbers of a mask; the first list is 1.

    Parameters
    ----------
    mask
        Bit mask of lists: bit i - 1 is list i.

    Returns
    -------
    tuple[int, ...]
        Numbers in ascending order.

    Examples
    --------
    >>> numbers(0b101)
    (1, 3)
    """
    return tuple(bit + 1 for bit in range(mask.bit_length()) if mask >> bit & 1)


def model_name(model: Masks, t: int) -> str:
    """Write a model as its maximal sets by list number.

    With ten lists or more the numbers within a set are parted by a dot.

    Parameters
    ----------
    model
        Masks of the sets of lists in the model, closed under taking parts.
    t
        Number of lists.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> model_name(closed(3, [0b011]), 3)
    '[12,3]'
    """
    between = "." if t > 9 else ""
    return f"[{','.join(between.join(map(str, numbers(s))) for s in maximal(model))}]"


def parse_model(text: str, t: int) -> Masks:
    """Read a model from its name; lists that are not named are added by themselves.

    Parameters
    ----------
    text
        Such as ``[12,13,4]``.
    t
        Number of lists.

    Returns
    -------
    Masks
        The model as a set of masks.

    Raises
    ------
    InvalidModel
        When the text is not understood, names other lists, or all lists at once.

    Examples
    --------
    >>> model_name(parse_model("[13,2]", 3), 3)
    '[13,2]'
    """
    if not re.fullmatch(r"\[?\s*[\d.]+(\s*,\s*[\d.]+)*\s*\]?", text):
        raise InvalidModel(messages.UNKNOWN_MODEL.filled(text=text))
    masks = []
    for part in re.findall(r"[\d.]+", text):
        chosen = [int(n) for n in (part.split(".") if "." in part or t > 9 else part)]
        if len(set(chosen)) < len(chosen) or not all(1 <= n <= t for n in chosen):
            raise InvalidModel(messages.UNKNOWN_LISTS.filled(part=part, text=text, most=t))
        masks.append(sum(1 << (n - 1) for n in chosen))
    if max(masks).bit_count() == t:
        raise InvalidModel(messages.ALL_AT_ONCE)
    return closed(t, masks)


@lru_cache(maxsize=20_000)  # walks on one table and the next pass the same models
def neighbours(model: Masks, t: int, order: int) -> tuple[Masks, ...]:
    """Give the models that have one interaction more or one less.

    Parameters
    ----------
    model
        Masks of the sets of lists in the model, closed under taking parts.
    t
        Number of lists.
    order
        Largest number of lists in one interaction.

    Returns
    -------
    tuple[Masks, ...]
        Models as sets of masks.
    """
    tops = [model - {s} for s in maximal(model) if s.bit_count() > 1]
    more = []
    for size in range(2, order + 1):
        for chosen in combinations(range(t), size):
            mask = sum(1 << bit for bit in chosen)
            if mask not in model and all(mask ^ (1 << bit) in model for bit in chosen):
                more.append(model | {mask})
    return tuple(frozenset(m) for m in (*more, *tops))
