# SPDX-License-Identifier: MIT
"""Files only their owner can read, and a process nobody looks into."""

import ctypes
import os
import resource
import sys
from pathlib import Path

OWNER_ONLY = 0o600
_SET_DUMPABLE = 4  # PR_SET_DUMPABLE of prctl(2)


def truncate_private(path: Path) -> None:
    """Makes an empty file for its owner only; one that is there is emptied and closed off.

    It is closed off before anything is in it, so there is no moment to read it.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "secret"
    >>> truncate_private(path)
    >>> oct(path.stat().st_mode & 0o777)
    '0o600'
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    os.close(handle)
    path.chmod(OWNER_ONLY)


def rewrite_private(path: Path, content: bytes) -> None:
    """Writes a file only its owner can read, in place of one that is there.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    content : bytes
        The bytes.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "secret"
    >>> rewrite_private(path, b"secret")
    >>> path.read_bytes()
    b'secret'
    """
    truncate_private(path)
    path.write_bytes(content)


def close_off_process() -> None:
    """Closes this process off: no memory dump, and on Linux no look inside by the same user.

    Whoever is root on the machine still can.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
