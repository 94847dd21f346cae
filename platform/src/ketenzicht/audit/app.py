# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.audit.permissions import AuditPermission
from ketenzicht.core.declaration import App

APP = App(
    order=1,
    permissions=AuditPermission,
    shares={"privacy_officer": frozenset({AuditPermission.AUDIT_READ})},
    housekeeping=frozenset({AuditPermission.AUDIT_READ}),
    sweep="tasks.sweep",
)
