# SPDX-License-Identifier: EUPL-1.2
"""One answer to "may I?", read by page, form and service.

An app with acts has an enum `Act`, and three functions of a thing: `why_not(actor, thing, act)`
says what stands in the way of an act now; `acts_open_to(actor, thing)` are the acts in whose way
nothing stands, which the page offers; `require_act(actor, thing, act)` refuses the others in the
service. So the page offers what the service takes, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from ketenzicht.core.errors import DomainError

Each = TypeVar("Each", bound=StrEnum)
WhyNot = Callable[[Each], DomainError | None]


def those_open(acts: Iterable[Each], why_not: WhyNot[Each]) -> tuple[Each, ...]:
    """Return the acts in whose way nothing stands."""
    return tuple(act for act in acts if why_not(act) is None)


def refuse_unless_open(act: Each, why_not: WhyNot[Each]) -> None:
    """Refuse an act with what stands in its way."""
    refusal = why_not(act)
    if refusal is not None:
        raise refusal
