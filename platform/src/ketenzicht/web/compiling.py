# SPDX-License-Identifier: EUPL-1.2
"""Compiles the translations that pages are said in; needs no gettext and no Django.

Done while installing, when serving starts and before the first test: what was read without a
catalogue stays in English for as long as the process lives.
"""

import os
from pathlib import Path

import polib

PLATFORM = Path(__file__).resolve().parents[1]


def compile_all(root: Path = PLATFORM) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form; returns those written."""
    written = []
    for source in sorted(root.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)
            written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    """Write beside it first: another process may be reading the old form, or writing the new."""
    beside = target.with_suffix(f".{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(beside))
    beside.replace(target)
