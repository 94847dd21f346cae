# SPDX-License-Identifier: EUPL-1.2
"""Make missing key pairs: `ketenzicht keys pairs`."""

from typing import Any

from django.core.management.base import BaseCommand

from ketenzicht.core import clock
from ketenzicht.vault.services import make_missing_pairs


class Command(BaseCommand):
    help = "Make a key pair for each organisation without one, so that reports can be sealed to it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{make_missing_pairs(now=clock.now())} key pairs made.")
