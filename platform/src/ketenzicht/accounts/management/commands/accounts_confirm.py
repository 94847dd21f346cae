# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.accounts.services import confirm_as_operator
from ketenzicht.core.clock import now
from ketenzicht.core.crypto.codes import grouped
from ketenzicht.core.errors import NotFound, Refused


class Command(BaseCommand):
    """For the first beginning: the second administrator, whom nobody else can confirm."""

    help = "Confirm the access somebody asked, while nobody who takes part can; prints the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="address of whom it was asked for")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            confirmed = confirm_as_operator(email=options["email"], now=now())
        except (NotFound, Refused) as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(grouped(confirmed.code) if confirmed.code else "Confirmed.")
