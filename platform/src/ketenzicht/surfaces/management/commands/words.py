# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht words`: compile the translations that the pages read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ketenzicht.web.compiling import compile_all


class Command(BaseCommand):
    """Compiles every app's messages; needs no gettext on the machine."""

    help = "Compile the translations."

    def handle(self, *args: Any, **options: Any) -> None:
        compile_all()
