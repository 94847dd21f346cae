# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht serve SURFACE`: serve one surface as a service of its own, behind a proxy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.command import SURFACES
from ketenzicht.surfaces.server import Server
from ketenzicht.vault.row_level_security import refuse_to_stand_above
from ketenzicht.vault.tombstones import replay


class Command(BaseCommand):
    """Serves what is prepared already; makes no keys and no tables."""

    help = "Serve the public pages, the staff pages or the API; a proxy before it speaks TLS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("surface", choices=SURFACES)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        surface, host, port = options["surface"], options["host"], options["port"]
        if surface != settings.KETENZICHT_SURFACE:
            raise CommandError(f"The settings are those of {settings.KETENZICHT_SURFACE}.")
        # What was shredded stays shredded, also when the database is an older backup.
        refuse_to_stand_above()
        replay()
        Server(host, port, ready=lambda: self._say(f"{surface} serves on {host}:{port}.")).run()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
