# SPDX-License-Identifier: EUPL-1.2
"""Shred again what was shredded: `ketenzicht vault replay-tombstones`; part of every start."""

from typing import Any

from django.core.management.base import BaseCommand

from ketenzicht.vault.tombstones import replay


class Command(BaseCommand):
    help = "After restoring a backup: take away every key that was shredded since it was made."

    def handle(self, *args: Any, **options: Any) -> None:
        found = replay()
        if found or options["verbosity"]:
            self.stdout.write(f"{found} envelopes had come back and are shredded again.")
