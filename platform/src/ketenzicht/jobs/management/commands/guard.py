# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht guard [NAME]`: tell that a guard ran, or list them all."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketenzicht.core.clock import local, now
from ketenzicht.jobs.guards import Guard, last_runs, ran


class Command(BaseCommand):
    """Says that what runs outside the product did run; without a name, which guards are silent."""

    help = "Tell that a guard ran; without a name list when each ran, status 1 when one is silent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("guard", nargs="?", choices=[guard.value for guard in Guard])
        parser.add_argument("--result", default="success", help="what systemd says of the run")

    def handle(self, *args: Any, **options: Any) -> None:
        moment = now()
        if options["guard"]:
            result = options["result"]
            ran(Guard(options["guard"]), now=moment, fault="" if result == "success" else result)
            return
        runs = {run.guard: run for run in last_runs()}
        wrong = 0
        for guard in Guard:
            run = runs.get(guard)
            late = run is None or run.late_at <= moment
            wrong += bool(late or (run and run.fault))
            when = f"{local(run.at):%Y-%m-%d %H:%M}" if run else "never ran"
            said = "silent" if late else (run.fault if run else "")
            self.stdout.write(f"{guard}: {when} {said}".rstrip())
        if wrong:
            raise CommandError(f"{wrong} guards are silent or found something wrong.")
