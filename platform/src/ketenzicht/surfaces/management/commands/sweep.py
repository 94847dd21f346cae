# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht sweep`: do what time asks for; safe to repeat, safe to run twice."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from ketenzicht.surfaces.sweeping import sweep_all


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
