# SPDX-License-Identifier: EUPL-1.2
"""What may be done with the audit record."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class AuditPermission(Permission):
    """One act on one kind of thing."""

    AUDIT_READ = "audit:read"
