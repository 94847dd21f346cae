# SPDX-License-Identifier: EUPL-1.2
"""Renew keys: `ketenzicht keys rotate (--organisation ID | --root | --forget-old-roots)`."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.core import clock
from ketenzicht.core.errors import Refused
from ketenzicht.vault.rotation import forget_old_roots, rotate_organisation, rotate_root


class Command(BaseCommand):
    help = "Renew the key pair of an organisation, or the root key; run again when interrupted."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--organisation", type=UUID, help="the id of the organisation")
        which.add_argument("--root", action="store_true", help="the root key")
        which.add_argument(
            "--forget-old-roots", action="store_true", help="drop root keys nothing needs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        if options["organisation"]:
            moved = rotate_organisation(options["organisation"], now=now)
            self.stdout.write(f"{moved} keys sealed anew.")
        elif options["root"]:
            self.stdout.write(f"{rotate_root(now=now)} private keys closed anew.")
        else:
            self._forget()

    def _forget(self) -> None:
        try:
            dropped = forget_old_roots()
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(f"{len(dropped)} old root keys dropped.")
