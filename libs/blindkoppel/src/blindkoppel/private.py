# SPDX-License-Identifier: MIT
"""Files only their owner can read: what passes through here is about people."""

import os
from pathlib import Path

OWNER_ONLY = 0o600


def truncate_private(path: Path) -> None:
    """Make an empty file for its owner only; one that is there is emptied and closed off.

    It is closed off before anything is in it, so there is no moment to read it.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    os.close(handle)
    path.chmod(OWNER_ONLY)


def rewrite_private(path: Path, content: bytes) -> None:
    """Write a file only its owner can read, in place of one that is there."""
    truncate_private(path)
    path.write_bytes(content)
