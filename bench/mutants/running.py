# SPDX-License-Identifier: EUPL-1.2
"""Run the fitting tests against one mutant, in a process of its own with a database of its own."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from bench.mutants.targets import TARGETS

PLATFORM = Path(__file__).parents[2] / "platform"
SOURCE = PLATFORM / "src" / "ketenzicht"
HOME = "KETENZICHT_TEST_HOME_alone"
LONGEST = 240  # seconds; a mutant that never ends has been noticed


class Exchanged(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module other code than its file holds."""

    def __init__(self, name: str, code: str, path: Path) -> None:
        self._name, self._code, self._path = name, code, path

    def find_spec(
        self, fullname: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._code, str(self._path), "exec"), module.__dict__)


def module_of(target: str) -> str:
    """The dotted name of a file under the package."""
    return "ketenzicht." + target.removesuffix(".py").replace("/", ".")


def prepare() -> Path:
    """Import what every run needs, and make the database that each run copies."""
    import altair as alt  # noqa: F401  because: imported once, before the forks
    import numpy  # noqa: F401, ICN001  because see above
    import pytest  # noqa: F401  because see above

    missing = [
        test for tests in TARGETS.values() for test in tests if not (PLATFORM / test).exists()
    ]
    if missing:
        sys.exit(f"There is no {missing[0]}; a mutant would seem noticed where no test ran.")
    home = Path(tempfile.mkdtemp(prefix="ketenzicht-mutants-"))
    if not passes("core/policy.py", None, ["tests/promises/test_row_and_list.py"], home):
        sys.exit("The tests fail without any change; mend that first.")
    return home


def passes(target: str, code: str | None, tests: Sequence[str], home: Path) -> bool:
    """Tell whether all these tests pass; they stop at the first that does not."""
    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST)
        os._exit(_run(target, code, tests, home))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _run(target: str, code: str | None, tests: Sequence[str], home: Path) -> int:
    import pytest

    os.chdir(PLATFORM)
    sys.path.insert(0, str(PLATFORM))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--reuse-db", *tests]
    if code is None:
        os.environ[HOME] = str(home)
        return int(pytest.main(options))
    sys.meta_path.insert(0, Exchanged(module_of(target), code, SOURCE / target))
    with tempfile.TemporaryDirectory(prefix="ketenzicht-mutant-") as place:
        shutil.copytree(home, place, dirs_exist_ok=True)
        os.environ[HOME] = place
        return int(pytest.main(options))
