# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.core.declaration import App
from ketenzicht.core.rights import ALL, GROWS, READ, Process, Rights, columns

APP = App(
    order=2,
    sweep="tasks.sweep",
    rights={
        Process.PUBLIC: {
            "vault_organisationkey": Rights(
                read=columns("id organisation_id version public since retired")
            ),
            "vault_envelope": Rights(read=ALL, add=True),
            # It seals to organisations and opens for none: of these rows it sees the number alone.
            "vault_wrappedkey": Rights(read=columns("id"), add=True, rows="true"),
            "vault_codekey": Rights(read=ALL, add=True),
            "vault_tombstone": READ,
        },
        Process.STAFF: {"vault_tombstone": GROWS},
        Process.WORKER: {"vault_tombstone": GROWS},
    },
)
