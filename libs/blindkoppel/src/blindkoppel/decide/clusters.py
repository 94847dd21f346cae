# SPDX-License-Identifier: MIT
"""Who is one person over several lists, without chains of half-alike records.

Connected components put A and C together as soon as A is like B and B like C.
Correlation clustering asks for the groups that agree best with all pairs at once: a pair
inside a group earns its log-odds, also when those are negative (Bansal, Blum and Chawla,
2004). Finding the best groups is hard; merging greedily and then moving single records
while that helps comes close, and never ends below what merging alone reaches.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Record = tuple[str, int]

# What a pair costs that was never proposed: it shares no key, so it is unlikely.
UNSEEN = -4.0
_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two records, each an organisation and a row, with the log-odds that they are one.

    Attributes
    ----------
    one : Record
        The first record: an organisation and a row.
    other : Record
        The second record.
    log_odds : float
        Natural log-odds that they are one person.
    """

    one: Record
    other: Record
    log_odds: float


@dataclass(slots=True)
class _Groups:
    """Groups under construction and what joins them."""

    odds: Mapping[Record, Mapping[Record, float]]
    group_of: dict[Record, int]
    members: dict[int, set[Record]]
    one_per_list: bool

    def gain(self, record: Record, group: int) -> float:
        """What a record would earn in a group; nothing good where its list is there."""
        others = self.members[group] - {record}
        if self.one_per_list and any(other[0] == record[0] for other in others):
            return -np.inf
        known = self.odds.get(record, {})
        return sum(known.get(other, UNSEEN) for other in others)

    def merge_gain(self, one: int, other: int) -> float:
        """What two groups would earn together."""
        return sum(self.gain(record, other) for record in self.members[one])

    def merge(self, one: int, other: int) -> None:
        """Put two groups together."""
        for record in self.members.pop(other):
            self.group_of[record] = one
            self.members[one].add(record)

    def move(self, record: Record, group: int) -> None:
        """Put one record in another group."""
        self.members[self.group_of[record]].discard(record)
        self.group_of[record] = group
        self.members.setdefault(group, set()).add(record)


def _start(pairs: Sequence[ScoredPair], *, one_per_list: bool) -> _Groups:
    odds: dict[Record, dict[Record, float]] = {}
    for pair in pairs:
        odds.setdefault(pair.one, {})[pair.other] = pair.log_odds
        odds.setdefault(pair.other, {})[pair.one] = pair.log_odds
    records = sorted(odds)
    return _Groups(
        odds=odds,
        group_of={record: number for number, record in enumerate(records)},
        members={number: {record} for number, record in enumerate(records)},
        one_per_list=one_per_list,
    )


def _merge_best_first(groups: _Groups, pairs: Sequence[ScoredPair]) -> None:
    for pair in sorted(pairs, key=lambda pair: -pair.log_odds):
        one, other = groups.group_of[pair.one], groups.group_of[pair.other]
        if pair.log_odds > 0 and one != other and groups.merge_gain(one, other) > 0:
            groups.merge(one, other)


def _best_move(groups: _Groups, record: Record, empty: int) -> int:
    here = groups.group_of[record]
    choices = {groups.group_of[other] for other in groups.odds[record]} | {here}
    gains = {group: groups.gain(record, group) for group in sorted(choices)}
    gains[empty] = 0.0
    best = max(gains, key=lambda group: gains[group])
    return best if gains[best] > gains[here] + 1e-9 else here


def _improve(groups: _Groups) -> None:
    for _ in range(_MOST_ROUNDS):
        moved = False
        for record in sorted(groups.group_of):
            empty = max(groups.members) + 1
            best = _best_move(groups, record, empty)
            if best != groups.group_of[record]:
                groups.move(record, best)
                moved = True
        if not moved:
            return


def clusters(pairs: Iterable[ScoredPair], *, one_per_list: bool = True) -> list[frozenset[Record]]:
    """Groups of records that are one person each; records that stay alone are left out.

    With ``one_per_list`` nobody is twice on one list. Pairs that people decided go in
    with very high or very low log-odds, and hold.

    Parameters
    ----------
    pairs : Iterable[ScoredPair]
        Scored pairs; a pair that is not there counts as unlikely.
    one_per_list : bool
        Whether nobody is twice on one list.

    Returns
    -------
    list[frozenset[Record]]
        Groups of two records or more.

    Examples
    --------
    >>> a, b, c = ("a", 0), ("b", 0), ("c", 0)
    >>> chain = [ScoredPair(a, b, 3.0), ScoredPair(b, c, 2.0), ScoredPair(a, c, -6.0)]
    >>> clusters(chain) == [frozenset({a, b})]
    True
    """
    scored = list(pairs)
    groups = _start(scored, one_per_list=one_per_list)
    _merge_best_first(groups, scored)
    _improve(groups)
    found = [frozenset(members) for members in groups.members.values() if len(members) > 1]
    return sorted(found, key=sorted)
