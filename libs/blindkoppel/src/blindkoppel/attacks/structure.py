# SPDX-License-Identifier: MIT
"""Attacks on what keys show without being read: how many share them, and who with whom.

A keyed function hides values, not that two values are one. The attacker here knows who
is in the file and makes the same keys under a key of its own: everything it sees has the
same shape as what it made. Records of which the shape differs it tells apart for sure;
among records of one shape it guesses.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from blindkoppel.attacks.setting import Setting
from blindkoppel.rounds.protocol import Encoded

Colours = list[int]

COUNTS = 1  # rounds: only how many records have a key
SHARING = 8  # until nothing changes: also which records they are


def _numbered(signatures: Sequence[tuple[int, ...]]) -> Colours:
    """A number per distinct signature, the same for equal ones in every file."""
    order = {signature: number for number, signature in enumerate(sorted(set(signatures)))}
    return [order[signature] for signature in signatures]


def _links(seen: Encoded) -> tuple[list[int], list[tuple[int, int]]]:
    """The blocking key of every distinct key, and which record has which key."""
    kinds = np.stack([seen.blocking_key.astype(np.uint64), seen.key])
    distinct, numbers = np.unique(kinds, axis=1, return_inverse=True)
    links = zip(seen.row.tolist(), numbers.ravel().tolist(), strict=True)
    return distinct[0].astype(int).tolist(), list(links)


def _beside(own: Colours, links: Iterable[tuple[int, int]], others: Colours) -> Colours:
    """New colours for nodes, from their own and those of the nodes they are linked to."""
    around: list[list[int]] = [[] for _ in own]
    for node, other in links:
        around[node].append(others[other])
    return _numbered([(colour, *sorted(near)) for colour, near in zip(own, around, strict=True)])


def colours(seen: Encoded, rounds: int) -> Colours:
    """A colour per record; records keep one colour while nothing tells them apart.

    Colour refinement (Weisfeiler and Leman, 1968) on records and the keys they share.

    Parameters
    ----------
    seen : Encoded
        The submission that the attacker sees.
    rounds : int
        How many times colours are refined.

    Returns
    -------
    Colours
        A number per record, shape ``(records,)``.

    References
    ----------
    B. Weisfeiler and A. Leman, "The reduction of a graph to canonical form and the algebra
        which appears therein", Nauchno-Technicheskaya Informatsia 2, 1968.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=40, in_file=4)
    >>> len(colours(setting.encoded_file(b"k", setting.parameters), COUNTS))
    4
    """
    blocking_keys, links = _links(seen)
    back = [(key, row) for row, key in links]
    found: Colours = [0] * len(seen.handles)
    for _ in range(rounds):
        found = _beside(found, links, _beside(blocking_keys, back, found))
    return found


def distinguished_share(seen: Encoded, rounds: int) -> float:
    """The share of records found when one is guessed right in every group that looks alike.

    Parameters
    ----------
    seen : Encoded
        The submission that the attacker sees.
    rounds : int
        How many times colours are refined.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=40, in_file=4)
    >>> 0 < distinguished_share(setting.encoded_file(b"k", setting.parameters), COUNTS) <= 1
    True
    """
    return len(set(colours(seen, rounds))) / len(seen.handles)


def reidentified_share(one: Encoded, other: Encoded) -> float:
    """The share of records recognised in another period by their shape alone.

    Parameters
    ----------
    one : Encoded
        A submission of one period.
    other : Encoded
        The submission of another period.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> setting = make_setting(people=40, in_file=4)
    >>> one, other = (setting.encoded_file(k, setting.parameters) for k in (b"k", b"l"))
    >>> 0 < reidentified_share(one, other) <= 1
    True
    """
    first, second = (Counter(colours(seen, SHARING)) for seen in (one, other))
    # Of a group that looks alike in both, one guess is right.
    same = sum(1 for colour, size in first.items() if second.get(colour) == size)
    return max(same, 1) / len(one.handles)


def guessing(setting: Setting) -> float:
    """The share found by somebody who knows who is in the file and does not look at it.

    Parameters
    ----------
    setting : Setting
        The population, the file that is attacked, and what the attacker knows.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> from blindkoppel.attacks.setting import make_setting
    >>> guessing(make_setting(people=40, in_file=4))
    0.25
    """
    return 1 / len(setting.rows)
