# SPDX-License-Identifier: EUPL-1.2
"""Send the mail that is due: `ketenzicht outbox send`."""

from typing import Any

from django.core.management.base import BaseCommand

from ketenzicht.core import clock, limits, outbox


class Command(BaseCommand):
    help = "Send the mail that is due, and forget what went long ago."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        sent = outbox.send_due(now=now)
        outbox.sweep(now=now)
        limits.sweep(now=now)
        self.stdout.write(f"{sent} sent.")
