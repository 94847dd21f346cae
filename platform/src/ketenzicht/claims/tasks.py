# SPDX-License-Identifier: EUPL-1.2
"""What the sweeps do for claims."""

from __future__ import annotations

from datetime import datetime

from ketenzicht.claims import services
from ketenzicht.core.errors import Unavailable


def sweep(now: datetime) -> int:
    """Read the rows of this installation anew and count what asks to be looked at again."""
    services.refresh()
    try:
        services.count_parts(now=now)
    except Unavailable:  # no organisation yet: nobody's day can hold it
        return 0
    return 0
