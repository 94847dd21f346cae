# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht simulate`: a reproducible world with a known truth."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.world import command


class Command(BaseCommand):
    """Writes what may be seen and what is true into two folders that never meet."""

    help = "Write a simulated world: what organisations wrote down, and apart from it the truth."

    def add_arguments(self, parser: CommandParser) -> None:
        command.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            command.simulate(options, out=self.stdout, progress=sys.stderr)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal
