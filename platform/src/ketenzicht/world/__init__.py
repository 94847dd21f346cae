# SPDX-License-Identifier: EUPL-1.2
"""A reproducible simulated world with a known truth.

Nobody in it exists. The truth and what the platform may see are separate streams; which person an
observed thing is about stands in the truth only.
"""

from ketenzicht.world.blocks import Link, ObservedBlock, TruthBlock, draw_block
from ketenzicht.world.chain import Organisation, organisations
from ketenzicht.world.histories import HistoryTally, histories, on_lists
from ketenzicht.world.plan import World
from ketenzicht.world.stream import observed_events, truth_blocks
from ketenzicht.world.writing import exposed, true_histories, write_world

__all__ = [
    "HistoryTally",
    "Link",
    "ObservedBlock",
    "Organisation",
    "TruthBlock",
    "World",
    "draw_block",
    "exposed",
    "histories",
    "observed_events",
    "on_lists",
    "organisations",
    "true_histories",
    "truth_blocks",
    "write_world",
]
