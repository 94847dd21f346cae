# SPDX-License-Identifier: EUPL-1.2
"""Export signed heads: `ketenzicht audit head [--out FILE]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ketenzicht.audit.checkpoints import current_checkpoints, keep, keep_newest
from ketenzicht.audit.days import NAME
from ketenzicht.core import clock


class Command(BaseCommand):
    help = "Sign where the audit stands; give the file to a partner who keeps it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="write to a file instead of the screen")

    def handle(self, *args: Any, **options: Any) -> None:
        checkpoints = current_checkpoints(now=clock.now())
        keep(checkpoints)
        # Somebody says that this is where the chains stand, after a restore too.
        keep_newest([head for head in checkpoints if not head.chain.startswith(NAME)])
        text = "".join(f"{head.as_json()}\n" for head in checkpoints)
        if options["out"]:
            options["out"].write_text(text, "ascii")
        else:
            self.stdout.write(text, ending="")
