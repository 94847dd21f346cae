# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht database grants`: give each process the rights it needs in PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ketenzicht.surfaces.rights import grant
from ketenzicht.vault.row_level_security import learn_marks


class Command(BaseCommand):
    """Run by the role that owns the tables, after every `migrate`; safe to repeat."""

    help = "Take every right in PostgreSQL away and grant what each process needs; after migrate."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--roles", default="ketenzicht", help="how the names of roles begin")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles: run this on PostgreSQL.")
        try:
            learn_marks()
            grant(options["roles"])
        except ImproperlyConfigured as fault:
            raise CommandError(str(fault)) from fault
