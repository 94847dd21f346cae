# SPDX-License-Identifier: EUPL-1.2
"""What may be done with estimates."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class EstimatePermission(Permission):
    """One act on one kind of thing."""

    ESTIMATE_READ = "estimate:read"
    ESTIMATE_RUN = "estimate:run"
