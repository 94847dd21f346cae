# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.core.declaration import App
from ketenzicht.core.rights import Process, Rights, columns

APP = App(
    order=3,
    rights={
        # It queues that there is something to see, and sees no address.
        Process.PUBLIC: {
            "core_message": Rights(
                read=columns("id member reason sent undated due queued"),
                add=True,
                rows="undated",
            )
        }
    },
)
