# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from ketenzicht.core.declaration import App
from ketenzicht.core.rights import ALL, Process, Rights, columns

#: Limits on tries are counted by who serves.
COUNTS = Rights(read=ALL, add=True, change=columns("window_start window_end count"), delete=True)

APP = App(
    order=0,
    sweep="tasks.sweep",
    rights={
        Process.PUBLIC: {"core_counter": COUNTS},
        Process.API: {"core_counter": COUNTS},
        # Whoever calculates or sweeps ends sessions and begins none.
        Process.WORKER: {"core_websession": Rights(read=ALL, delete=True)},
    },
)
