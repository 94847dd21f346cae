# SPDX-License-Identifier: EUPL-1.2
"""The clocks of reports, as the reference lists set them."""

from __future__ import annotations

from ketenzicht import reference
from ketenzicht.intake.states import Urgency
from ketenzicht.reference import Period

IMMEDIATE = "immediate"


def target(urgency: Urgency) -> Period | None:
    """Return how long a report of this urgency may wait; None means not at all."""
    written = str(reference.code("urgency", urgency).attributes["target"])
    return None if written == IMMEDIATE else Period.parse(written)
