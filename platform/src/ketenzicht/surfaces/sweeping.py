# SPDX-License-Identifier: EUPL-1.2
"""One round of what time asks of all apps."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import structlog

from ketenzicht.core.clock import now
from ketenzicht.core.logs import places

# In this order, so that mail of the other sweeps goes out in the same round.
APPS = (
    "core",
    "audit",
    "vault",
    "work",
    "intake",
    "cases",
    "register",
    "estimates",
    "publishing",
    "accounts",
)
log = structlog.get_logger(__name__)


def sweep_all() -> None:
    """Run each app's sweeps; one that fails is logged and does not stop the others."""
    for app in APPS:
        name = f"ketenzicht.{app}.tasks"
        if not find_spec(name):
            continue
        try:
            import_module(name).sweep(now=now())
        except Exception as error:  # noqa: BLE001  because one broken sweep may not stop the others
            log.error("sweep failed", app=app, error=type(error).__name__, at=places(error))
