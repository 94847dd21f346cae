# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.accounts.services import found_platform
from ketenzicht.core.clock import now
from ketenzicht.core.crypto.codes import grouped
from ketenzicht.core.errors import Refused


class Command(BaseCommand):
    """The only way in that no member opens; it works while there is nobody yet."""

    help = "Make the national organisation and its first administrator; prints the code to get in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", required=True, help="name of the organisation")
        parser.add_argument("--name", required=True, help="name of the administrator")
        parser.add_argument("--email", required=True, help="work e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            invited = found_platform(
                organisation=options["organisation"],
                name=options["name"],
                email=options["email"],
                now=now(),
            )
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(grouped(invited.code))
