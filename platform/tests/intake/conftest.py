# SPDX-License-Identifier: EUPL-1.2
"""Every test begins in Dutch, also after one that asked for an English page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    """A request leaves its language active; the next test does not inherit it."""
    with translation.override("nl"):
        yield
