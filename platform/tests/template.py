# SPDX-License-Identifier: EUPL-1.2
"""The empty database of a test run: migrated once for this code, and copied for every worker.

Kept beside pytest's own cache under a name made of all the code and data that could change it,
so that the second run, and the second worker, start from a copy.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

import ketenzicht

SOURCE = Path(ketenzicht.__file__).parent
#: What stands beside a database in a file while it is open.
BESIDE = ("", "-wal", "-shm", "-journal")


@contextmanager
def migrated() -> Iterator[None]:
    """A database made by running every migration, as an installation gets one."""
    made = setup_databases(
        verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set()
    )
    yield
    teardown_databases(made, verbosity=0)


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """The same from a template, which is made by running the migrations when there is none."""
    template = folder / f"{_fingerprint()}.db"
    with _one_at_a_time(folder):
        if not template.exists():
            _make(template)
    usual, name = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    shutil.copyfile(template, name)
    _point_at(name)
    yield
    _point_at(usual)
    for ending in BESIDE:
        Path(name + ending).unlink(missing_ok=True)


def _make(template: Path) -> None:
    for old in template.parent.glob("*.db*"):
        old.unlink()
    beside = template.with_suffix(".db-new")
    with migrated(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(beside)])
    beside.replace(template)


def _point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _fingerprint() -> str:
    """A name for all that could make another database: our code and data, and the framework."""
    found = hashlib.sha256(django.get_version().encode())
    for path in sorted(path for path in SOURCE.rglob("*") if path.suffix in {".py", ".yaml"}):
        found.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
