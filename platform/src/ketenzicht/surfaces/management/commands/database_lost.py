# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht database lost`: what each process could do in PostgreSQL for who takes it over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ketenzicht.surfaces.rights import told


class Command(BaseCommand):
    """Prints the tables of the guide, from what the apps declare."""

    help = "Print what each process reads, adds, changes and deletes, as tables for the guide."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n".join(told()))
