# SPDX-License-Identifier: EUPL-1.2
"""An installation in a folder of its own, and processes that run in it as an operator's would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("keys_init", verbosity=0)
call_command("migrate", verbosity=0, interactive=False)
call_command("collectstatic", verbosity=0, interactive=False)
"""


def run(surface: str, home: Path, code: str, *arguments: str, **more: str) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": f"ketenzicht.surfaces.{surface}.settings",
        "KETENZICHT_HOME": str(home),
        "KETENZICHT_HTTPS": "false",
        **more,
    }
    call = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    finished = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    assert finished.stderr == ""
    return finished.stdout
