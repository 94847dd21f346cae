# SPDX-License-Identifier: EUPL-1.2
"""The world on the command line, and what it leans on."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import ketenzicht.reference
import ketenzicht.world


def simulate(*words):
    command = [sys.executable, "-m", "ketenzicht.world", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_simulate_writes_a_world_and_says_where(tmp_path):
    done = simulate("--to", tmp_path, "--people", 60, "--years", 2, "--seed", 9)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'manifest.json'}\n")
    assert done.stderr == ""
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert (manifest["people"], manifest["seed"], manifest["first_day"]) == (60, 9, "2025-01-01")


def test_simulate_refuses_an_empty_world_in_words(tmp_path):
    done = simulate("--to", tmp_path, "--people", 0)
    assert done.returncode == 2
    assert "a world needs at least one person" in done.stderr


def imported_by(package):
    for path in Path(package.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                yield node.module or ""
            elif isinstance(node, ast.Import):
                yield from (name.name for name in node.names)


def rooms(package):
    return {name.split(".")[1] for name in imported_by(package) if name.startswith("ketenzicht.")}


def test_the_world_and_the_reference_lean_on_no_app_and_no_web_framework():
    assert rooms(ketenzicht.world) == {"world", "reference"}
    assert rooms(ketenzicht.reference) == {"reference"}
    both = {*imported_by(ketenzicht.world), *imported_by(ketenzicht.reference)}
    outside = {name.split(".")[0] for name in both} - set(sys.stdlib_module_names)
    assert outside == {"ketenzicht", "numpy", "yaml"}
