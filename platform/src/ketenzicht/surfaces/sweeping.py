# SPDX-License-Identifier: EUPL-1.2
"""One round of what time asks of all apps."""

from __future__ import annotations

import structlog

from ketenzicht.core.clock import now
from ketenzicht.core.declaration import hooks
from ketenzicht.core.logs import places
from ketenzicht.jobs.guards import Guard, ran

log = structlog.get_logger(__name__)


def sweep_all() -> None:
    """Run each app's sweeps; one that fails is logged and does not stop the others."""
    failed = []
    for app, sweep in hooks("sweep"):
        try:
            sweep(now=now())
        except Exception as error:  # noqa: BLE001  because one broken sweep may not stop the others
            log.error("sweep failed", app=app, error=type(error).__name__, at=places(error))
            failed.append(app)
    ran(Guard.SWEEP, now=now(), fault=", ".join(failed))
