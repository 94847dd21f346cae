# SPDX-License-Identifier: EUPL-1.2
"""What may be done with releases."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class ReleasePermission(Permission):
    """One act on one kind of thing."""

    RELEASE_APPROVE = "release:approve"
    RELEASE_PREPARE = "release:prepare"
