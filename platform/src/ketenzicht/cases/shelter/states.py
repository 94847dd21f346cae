# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody has a bed, and what there is beside it, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Bed:
    """Since when somebody stays somewhere, or stays nowhere any more.

    `unhelped_since` is since when there is a bed and no support beside it that anybody took on.
    """

    since: datetime | None = None
    left_at: datetime | None = None
    unhelped_since: datetime | None = None

    def wait_for_one(self, rule: str, asked: datetime) -> tuple[str, datetime]:
        """The rule by which a bed is waited for and since when; none while somebody has one."""
        if self.since is not None:
            return "", asked
        return rule, max(asked, self.left_at or asked)


NOWHERE = Bed()
