# SPDX-License-Identifier: EUPL-1.2
"""The key files: one secret per purpose, outside the database and its backups.

A file holds one line per version, `number key`, newest last. Only its owner may read it. A
process declares which files it may open at all: the public one cannot open the root key, even
if somebody makes it try.
"""

import base64
import os
import secrets
import stat
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


class Key(StrEnum):
    """A purpose; its value is the name of the file."""

    ROOT = "root.key"
    AUDIT_MAC = "audit_mac.key"
    AUDIT_PUBLIC_MAC = "audit_public_mac.key"
    CHECKPOINTS = "heads_ed25519.key"
    RECEIPT = "receipt.pepper"
    SEARCH = "search.key"
    MATCHING = "matching.key"
    REGISTER = "register.key"
    SUBJECTS = "subjects.key"
    LIMITS = "limits.key"
    FORMS = "forms.key"
    TEXTS = "texts.key"
    ROWS = "rows.key"


#: What the public process may open: enough to receive, nothing with which to read.
PUBLIC_KEYS = frozenset({Key.RECEIPT, Key.LIMITS, Key.FORMS, Key.AUDIT_PUBLIC_MAC})


class KeyMissing(ImproperlyConfigured):
    """A key file is not there or not usable."""


class KeyMisplaced(ImproperlyConfigured):
    """A process asked for a key it may not open, or a key file is readable by others."""


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    """All versions of one key."""

    versions: dict[int, bytes]

    @property
    def newest(self) -> int:
        return max(self.versions)

    def __getitem__(self, version: int) -> bytes:
        try:
            return self.versions[version]
        except KeyError:
            raise KeyMissing(f"version {version} of this key is gone") from None


def ring(name: Key) -> Ring:
    """All versions of a key this process may open."""
    if not may_open(name):
        raise KeyMisplaced(f"this process may not open {name.value}")
    path = directory() / name.value
    try:
        state = path.stat()
    except FileNotFoundError:
        raise KeyMissing(f"{name.value} is missing; run `ketenzicht keys init`") from None
    # The state of the file is part of what is remembered: a key that another process renewed
    # is read again, and nothing is closed under one that was dropped.
    return _read(path, state.st_ino, state.st_mtime_ns, state.st_mode)


def may_open(name: Key) -> bool:
    """Tell whether this process may open a key at all."""
    allowed = getattr(settings, "KETENZICHT_KEYS_ALLOWED", None)
    return allowed is None or name.value in allowed


def newest(name: Key) -> bytes:
    """The version of a key that new values are made with."""
    held = ring(name)
    return held[held.newest]


def directory() -> Path:
    """Where the key files are."""
    return Path(settings.KETENZICHT_KEYS)


def create_missing() -> list[str]:
    """Make each key file that is not there yet; returns their names."""
    place = directory()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    missing = [name.value for name in Key if not (place / name.value).exists()]
    for name in missing:
        _write_new(place / name, {1: secrets.token_bytes(KEY_BYTES)})
    return missing


def add_version(name: Key) -> int:
    """Add a newer version of a key and keep the old ones, which still open what they closed."""
    versions = dict(ring(name).versions)
    number = max(versions) + 1
    versions[number] = secrets.token_bytes(KEY_BYTES)
    _replace(directory() / name.value, versions)
    return number


def keep_only_newest(name: Key) -> list[int]:
    """Forget the older versions of a key; whatever they alone can open is lost."""
    held = ring(name)
    dropped = sorted(set(held.versions) - {held.newest})
    if dropped:
        _replace(directory() / name.value, {held.newest: held[held.newest]})
    return dropped


@lru_cache(maxsize=64)
def _read(path: Path, inode: int, changed: int, mode: int) -> Ring:
    _refuse_wide_permissions(path.name, mode)
    lines = path.read_text("ascii").split("\n")
    versions = dict(_parsed(line, path.name) for line in lines if line)
    if not versions:
        raise KeyMissing(f"{path.name} holds no key")
    return Ring(versions)


def _parsed(line: str, name: str) -> tuple[int, bytes]:
    number, _, text = line.partition(" ")
    try:
        key = base64.b64decode(text, validate=True)
        version = int(number)
    except ValueError:
        raise KeyMissing(f"{name} holds a line that is not `number key`") from None
    if len(key) != KEY_BYTES:
        raise KeyMissing(f"{name} holds a key of {len(key)} bytes, not {KEY_BYTES}")
    return version, key


def _refuse_wide_permissions(name: str, mode: int) -> None:
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyMisplaced(
            f"{name} is open to others (mode {stat.S_IMODE(mode):04o}); it must be 0600"
        )


def _write_new(path: Path, versions: dict[int, bytes]) -> None:
    lines = (f"{n} {base64.b64encode(key).decode()}\n" for n, key in sorted(versions.items()))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    _sync_directory(path.parent)


def _replace(path: Path, versions: dict[int, bytes]) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, versions)
    fresh.replace(path)
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
