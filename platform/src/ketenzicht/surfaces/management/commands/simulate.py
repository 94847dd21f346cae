# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht simulate`: write a reproducible world with a known truth to a folder."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.world.command import add_arguments, simulate


class Command(BaseCommand):
    """Makes a simulated world; reads and writes no database."""

    help = "Write a simulated world with a known truth to a folder."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            simulate(options, out=sys.stdout, progress=sys.stderr)
        except ValueError as refusal:
            raise CommandError(str(refusal)) from refusal
