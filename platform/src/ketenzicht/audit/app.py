# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.audit.permissions import AuditPermission
from ketenzicht.core.declaration import App
from ketenzicht.core.rights import ALL, GROWS, Process, Rights, columns

MOVES = columns("number mac key_version seal")
COUNTS = Rights(read=ALL, add=True, change=columns("count total key_version seal"))
#: What testifies only grows, for who serves as for who sweeps.
PERMANENT = {
    "audit_entry": GROWS,
    "audit_unnamedentry": GROWS,
    "audit_processing": GROWS,
    "audit_dayentry": GROWS,
    "audit_dayhead": COUNTS,
    "audit_head": Rights(read=ALL, add=True, change=MOVES),
}

APP = App(
    order=1,
    permissions=AuditPermission,
    shares={"privacy_officer": frozenset({AuditPermission.AUDIT_READ})},
    records={"access-log": ""},
    housekeeping=frozenset({AuditPermission.AUDIT_READ}),
    sweep="tasks.sweep",
    rights={
        Process.PUBLIC: {
            # What reporters do stands in days without an order; the chains are for who serves.
            "audit_dayentry": Rights(add=True),
            "audit_dayhead": COUNTS,
        },
        Process.STAFF: PERMANENT,
        Process.WORKER: PERMANENT,
    },
)
