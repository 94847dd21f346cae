# SPDX-License-Identifier: EUPL-1.2
"""Send the mail that is due: `ketenzicht outbox send`; the sweeps do the same."""

from typing import Any

from django.core.management.base import BaseCommand

from ketenzicht.accounts.tasks import sweep
from ketenzicht.core import clock


class Command(BaseCommand):
    help = "Send the mail that is due, and forget what went long ago."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sweep(now=clock.now())['sent']} sent.")
