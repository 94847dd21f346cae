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
    if to not in table[current]:
        raise Refused(_("This step is not possible from where it stands now."))
    return to
