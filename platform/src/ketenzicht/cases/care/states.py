# SPDX-License-Identifier: EUPL-1.2
"""Where a need stands."""

from __future__ import annotations

from enum import StrEnum


class NeedState(StrEnum):
    """A need is open until it is met or the person no longer wants it."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"
