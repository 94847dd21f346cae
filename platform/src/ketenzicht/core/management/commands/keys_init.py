# SPDX-License-Identifier: EUPL-1.2
"""Make the key files: `ketenzicht keys init`."""

from typing import Any

from django.core.management.base import BaseCommand

from ketenzicht.core.crypto.keys import create_missing, directory


class Command(BaseCommand):
    help = "Make each key file that is not there yet; never replaces one."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        made = create_missing()
        if made:
            self.stdout.write(f"Made {', '.join(made)} in {directory()}.")
        elif options["verbosity"]:
            self.stdout.write("All key files are there.")
