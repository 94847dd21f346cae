# SPDX-License-Identifier: EUPL-1.2
"""Verify the audit: `ketenzicht audit verify [--head FILE]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.audit.chain import CHAINS
from ketenzicht.audit.checkpoints import CheckpointRefused, kept_text, read_checkpoints, torn
from ketenzicht.audit.verify import faults, faults_of_kept_files


class Command(BaseCommand):
    help = "Find every edit, gap, swap and truncation in the audit; status 1 when there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", type=Path, help="also hold it against heads kept in a file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = kept_text()
            if options["head"]:
                text += "\n" + options["head"].read_text("ascii")
            kept = read_checkpoints(text)
        except (CheckpointRefused, OSError, UnicodeDecodeError) as refusal:
            raise CommandError(f"The kept heads cannot be used: {refusal}.") from refusal
        found = [*faults(kept), *faults_of_kept_files(kept, torn(text))]
        for fault in found:
            self.stderr.write(f"{fault.chain} {fault.number}: {fault.what}")
        if found:
            raise CommandError(f"{len(found)} faults found.")
        counts = ", ".join(f"{chain.rows().count()} {chain.name}" for chain in CHAINS)
        self.stdout.write(f"No faults: {counts}; {len(kept)} kept heads hold.")
