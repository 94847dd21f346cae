# SPDX-License-Identifier: EUPL-1.2
"""Somebody who works at the organisation that holds the case."""

from __future__ import annotations

import pytest

from tests.factories.cases import coordinator


@pytest.fixture
def holder(client, world, as_member):
    return as_member(client, coordinator(world.shop))
