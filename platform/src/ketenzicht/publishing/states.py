# SPDX-License-Identifier: EUPL-1.2
"""A release is prepared by one person and approved by another; it can be withdrawn."""

from enum import StrEnum


class ReleaseState(StrEnum):
    """Where a release stands."""

    PREPARED = "prepared"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


NEXT: dict[ReleaseState, frozenset[ReleaseState]] = {
    ReleaseState.PREPARED: frozenset({ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN}),
    ReleaseState.PUBLISHED: frozenset({ReleaseState.WITHDRAWN}),
    ReleaseState.WITHDRAWN: frozenset(),
}
