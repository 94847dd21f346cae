# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht serve SURFACE`: serve one surface as a service of its own, behind a proxy."""

from __future__ import annotations

from typing import Any, get_args

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.core.declaration import Surface
from ketenzicht.core.rights import Process
from ketenzicht.surfaces.guarding import refuse_to_begin, shred_again
from ketenzicht.surfaces.server import Server


class Command(BaseCommand):
    """Serves what is prepared already; makes no keys and no tables."""

    help = "Serve the public pages, the staff pages or the API; a proxy before it speaks TLS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("surface", choices=get_args(Surface))
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        surface, host, port = options["surface"], options["host"], options["port"]
        if surface != settings.KETENZICHT_SURFACE:
            raise CommandError(f"The settings are those of {settings.KETENZICHT_SURFACE}.")
        process = Process(surface)
        refuse_to_begin(process)
        shred_again(process)
        Server(host, port, ready=lambda: self._say(f"{surface} serves on {host}:{port}.")).run()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
