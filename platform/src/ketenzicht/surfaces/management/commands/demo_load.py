# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht demo load`: fill an empty installation with the practice world."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.accounts.demo import is_empty
from ketenzicht.core.clock import now
from ketenzicht.surfaces.demo.load import MORNING, NATIONWIDE, load


class Command(BaseCommand):
    """Makes the practice world once; a filled installation is left alone."""

    help = "Fill an empty installation with made-up people and cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--nationwide",
            action="store_true",
            help="as many people as the country has, and a year of every region; takes long",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.KETENZICHT_DEMO:
            raise CommandError(
                "This is no practice world: set KETENZICHT_DEMO=true on an empty installation."
            )
        if not is_empty():
            return
        self.stdout.write("Making the practice world; this takes a minute …")
        self.stdout.flush()
        made = load(now(), NATIONWIDE if options["nationwide"] else MORNING)
        self.stdout.write(
            f"  {made.reports} reports, {made.cases} cases, {made.entries} entries in the register."
        )
