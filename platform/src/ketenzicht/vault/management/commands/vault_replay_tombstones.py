# SPDX-License-Identifier: EUPL-1.2
"""Shred again what was shredded: `ketenzicht vault replay-tombstones`; part of every start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.vault.tombstones import TooManyCameBack, replay


class Command(BaseCommand):
    help = "After restoring a backup: take away every key that was shredded since it was made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expected", type=int, help="how many may be shredded again, when that is many"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = replay(expected=options["expected"])
        except TooManyCameBack as question:
            raise CommandError(str(question)) from question
        if found or options["verbosity"]:
            self.stdout.write(f"{found} envelopes had come back and are shredded again.")
