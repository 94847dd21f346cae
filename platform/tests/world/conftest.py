# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest

from ketenzicht.world import World, draw_block

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="session")
def world():
    return World(seed=20261101, people=9000, years=5, today=TODAY)


@pytest.fixture(scope="session")
def blocks(world):
    return [draw_block(world, block) for block in world.blocks()]


@pytest.fixture(scope="session")
def truth(blocks):
    return [true for true, _ in blocks]


@pytest.fixture(scope="session")
def events(world):
    from ketenzicht.world import observed_events

    return list(observed_events(world))


@pytest.fixture(scope="session")
def person_of(truth):
    return {link.observed: link.person for block in truth for link in block.links}
