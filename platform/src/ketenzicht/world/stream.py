# SPDX-License-Identifier: EUPL-1.2
"""The world as two streams that never meet: what is true, and what may be seen."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from ketenzicht.world.blocks import TruthBlock, draw_block, in_time
from ketenzicht.world.events import Event
from ketenzicht.world.identifiers import moment
from ketenzicht.world.plan import World


def truth_blocks(world: World) -> Iterator[TruthBlock]:
    """The truth, block by block. The only stream that says who is who."""
    for block in world.blocks():
        truth, _ = draw_block(world, block)
        yield truth


def observed_events(world: World) -> Iterator[Event]:
    """Everything the platform may see, in order of time.

    People come in order of their first day, so whatever lies before the first day of the next
    block can go out at once: only what is still running is held in memory.
    """
    waiting: list[Event] = []
    for block in world.blocks():
        _, observed = draw_block(world, block)
        waiting = list(merge(waiting, observed.events, key=in_time))
        frontier = _first_moment(world, block.stop)
        ready = sum(event.at < frontier for event in waiting)
        yield from waiting[:ready]
        del waiting[:ready]
    yield from waiting


def _first_moment(world: World, person: int) -> datetime:
    """Before this moment nothing can happen to this person or anybody after them."""
    return moment(world.start_at(person / world.people), 0.0)
