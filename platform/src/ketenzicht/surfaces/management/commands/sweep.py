# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht sweep`: do what time asks for; safe to repeat, safe to run twice."""

from __future__ import annotations

import signal
import threading
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from ketenzicht.core.clock import now
from ketenzicht.core.logs import places

APPS = ("core", "audit", "vault", "work", "intake", "cases", "register", "estimates", "publishing")
log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Runs the sweeps of all apps, once or every so many seconds."""

    help = "Do what time asks for: answers that stayed out, terms that end, data to delete."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, help="seconds between rounds; 0: once")

    def handle(self, *args: Any, **options: Any) -> None:
        every = options["every"]
        stop = threading.Event()
        if every:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        while True:
            close_old_connections()
            sweep_all()
            if not every or stop.wait(every):
                return


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
