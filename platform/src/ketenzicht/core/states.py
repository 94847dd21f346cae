# SPDX-License-Identifier: EUPL-1.2
"""Steps of anything that has states: allowed by a table, refused otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Refused

State = TypeVar("State", bound=StrEnum)


def advance(current: State, to: State, table: Mapping[State, frozenset[State]]) -> State:
    """Return the new state, or refuse a step the table does not know."""
    refusal = why_not_step(current, to, table)
    if refusal is not None:
        raise refusal
    return to


def why_not_step(
    current: State, to: State, table: Mapping[State, frozenset[State]]
) -> Refused | None:
    """Return what stands in the way of a step: that the table does not know it."""
    if to in table[current]:
        return None
    return Refused(_("This step is not possible from where it stands now."))
