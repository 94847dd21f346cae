# SPDX-License-Identifier: EUPL-1.2
"""A copy of the platform's sources beside the real ones, in which an app can be made up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT

WORKSPACE = Path(__file__).parents[3]
EXAMPLE = Path(__file__).with_name("bicycles")
PLACE = '    "estimates",\n'  # the line above which the made-up app gets its place
BROKEN = re.compile(r"^(.+?) ?BROKEN$", re.MULTILINE)


class Overlay:
    """The platform with a made-up app, and what the checks say about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "src" / "ketenzicht"
        skipped = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(ROOT, self.root, ignore=skipped)
        (folder / "scripts").symlink_to(WORKSPACE / "scripts")
        shutil.copyfile(WORKSPACE / "pyproject.toml", folder / "pyproject.toml")

    def add_example(self) -> None:
        """Add the app of the guide: its folder, and one line for its place."""
        skipped = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(EXAMPLE, self.root / "bicycles", ignore=skipped)
        self.give_place("bicycles")
        self.run("django", "makemigrations", "bicycles")

    def give_place(self, layer: str) -> None:
        """Add the line that says where an app stands."""
        settings = self.folder / "pyproject.toml"
        placed = settings.read_text().replace(PLACE, f'    "{layer}",\n{PLACE}', 1)
        settings.write_text(placed)

    def write(self, path: str, text: str) -> None:
        """Write a file of the platform."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file of the platform in one place."""
        text = (self.root / path).read_text()
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        self.write(path, text.replace(old, new))

    def append(self, path: str, text: str) -> None:
        """Add something at the end of a file of the platform."""
        self.write(path, (self.root / path).read_text() + text)

    def broken_contracts(self) -> list[str]:
        """The names of the contracts between modules that do not hold."""
        lint = Path(sys.executable).with_name("lint-imports")
        said = self._call(lint, "--cache-dir", self.folder / "cache").stdout
        assert "Contracts:" in said, said
        return BROKEN.findall(said)

    def run(self, *words: str) -> str:
        """What a command of Python says in the copy, its errors included."""
        done = self._call(sys.executable, "-W", "ignore", "-m", *words)
        return done.stdout + done.stderr

    def _call(self, *words: object) -> subprocess.CompletedProcess[str]:
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(self.root.parent), str(WORKSPACE / "platform")]),
            "DJANGO_SETTINGS_MODULE": "ketenzicht.surfaces.testing",
            "KETENZICHT_TEST_HOME_alone": str(home),
        }
        return subprocess.run(
            [str(word) for word in words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
