# SPDX-License-Identifier: EUPL-1.2
"""What may be done with claims."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class ClaimPermission(Permission):
    """One act on one kind of thing."""

    CLAIM_CHANGE = "claim:change"
    CLAIM_READ = "claim:read"
