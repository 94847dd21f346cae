# SPDX-License-Identifier: EUPL-1.2
"""What has to hold before a process of an installation begins."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from ketenzicht.core.rights import Process
from ketenzicht.surfaces.rights import refuse_more_than_declared
from ketenzicht.vault import tombstones
from ketenzicht.vault.row_level_security import refuse_to_stand_above

#: Who reaches somebody's words, and so has to know first what was shredded.
SHREDS = frozenset({Process.STAFF, Process.WORKER})


def refuse_to_begin(process: Process) -> None:
    """Raise when the database lets this process do more than it needs; never in practice."""
    if not settings.KETENZICHT_DEMO:
        refuse_to_stand_above()
        refuse_more_than_declared(process)


def shred_again(process: Process) -> None:
    """See to it that what was shredded stays shredded, with an older database too."""
    if process in SHREDS or connection.vendor == "sqlite":
        tombstones.replay()
    elif process is Process.PUBLIC:
        tombstones.refuse_what_came_back()
