# SPDX-License-Identifier: EUPL-1.2
"""The clock of the test suite: stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime

START = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
_moment = [START]


def standing_clock() -> datetime:
    """Return the moment the running test has set."""
    return _moment[0]


def set_clock(moment: datetime) -> None:
    """Move the clock; the `now` fixture puts it back."""
    _moment[0] = moment
