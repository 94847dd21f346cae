# SPDX-License-Identifier: EUPL-1.2
"""`ketenzicht start`: prepare what is missing, say where to look, and serve."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ketenzicht.core.clock import now
from ketenzicht.surfaces.server import Server
from ketenzicht.vault.row_level_security import learn_marks


class Command(BaseCommand):
    """Serves all surfaces in one process; made for evaluation and small installations."""

    help = "Prepare what is missing (keys, tables, practice world) and serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if connection.vendor != "sqlite" and not settings.KETENZICHT_DEMO:
            raise CommandError(
                "`start` makes the tables and serves them as their owner. With PostgreSQL, run "
                "`ketenzicht serve` for each surface; see the guide, under Operate."
            )
        _must_be_free(host, port)
        if settings.KETENZICHT_DEMO:
            # The practice world answers to whatever name the machine has; nobody real is in it.
            settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, host, *_any(host)]
        self._prepare()
        beside = [_beside("sweep", "--every", "60"), _beside("db_worker", "--verbosity", "0")]
        try:
            Server(host, port, ready=lambda: self._welcome(host, port)).run()
        finally:
            _stop(beside)

    def _prepare(self) -> None:
        settings.KETENZICHT_HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in ("keys_init", "vault_replay_tombstones"):
            if name == "keys_init":
                call_command(name, verbosity=0)
                call_command("migrate", verbosity=0, interactive=False)
                learn_marks()
            elif name in get_commands():
                call_command(name, verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.KETENZICHT_DEMO:
            call_command("demo_load")

    def _welcome(self, host: str, port: int) -> None:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104  because it is compared, not bound
        base = f"http://{shown}:{port}"
        lines = [
            "",
            "Ketenzicht serves.",
            f"  Public pages     {base}/",
            f"  Staff pages      {base}/werk/",
            f"  Figures          {base}/cijfers/",
            f"  Figures as data  {base}/v1/figures",
        ]
        if settings.KETENZICHT_DEMO:
            lines += ["", "Practice world: everybody in it is made up. Step into a role at"]
            lines += [f"  {base}/werk/oefenwereld/", "", *self._accounts()]
        lines += ["", "Stop with Ctrl-C.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _accounts(self) -> list[str]:
        from ketenzicht.accounts.demo import demo_roles

        rows = [(one.name, ", ".join(one.roles), one.organisation) for one in demo_roles(now())]
        widths = [max(len(row[place]) for row in rows) for place in range(2)] if rows else []
        return [f"  {row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows]


def _must_be_free(host: str, port: int) -> None:
    """Say at once that something else serves here, before anything is prepared."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({problem.strerror}). Stop what serves "
                f"there, or choose another: make run PORT={port + 1}"
            ) from problem


def _beside(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "django", *words])  # noqa: S603  because the words are ours


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Stop them; a worker that calculates gives its work back when it is asked twice."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait(timeout=10)


def _any(host: str) -> list[str]:
    return ["*"] if host in {"0.0.0.0", "::"} else []  # noqa: S104  because it is compared, not bound
