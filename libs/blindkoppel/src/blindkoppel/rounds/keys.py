# SPDX-License-Identifier: MIT
"""Keys of a round in files: whose they are, and which share."""

import json
import os
from pathlib import Path

from blindkoppel.encode.oprf import KeyShare
from blindkoppel.private import OWNER_ONLY
from blindkoppel.rounds.packed import RoundFileError, read_content

WHOLE = 0  # the number of a key that is not shared


def write_private(path: Path, content: bytes) -> None:
    """Writes a file only its owner can read; an existing one is refused.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    content : bytes
        The bytes.

    Raises
    ------
    RoundFileError
        If there is a file already.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "secret"
    >>> write_private(path, b"secret")
    >>> oct(path.stat().st_mode & 0o777)
    '0o600'
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError as error:
        raise RoundFileError(
            f"{path} exists already and is never overwritten: take another folder"
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def write_key(path: Path, role: str, secret: bytes, share: int = WHOLE) -> None:
    """Writes a secret with the role it belongs to, and which share of it this is.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    role : str
        Whose key it is.
    secret : bytes
        The secret.
    share : int
        The number of the share; ``WHOLE`` for a key that is not shared.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "agents.key"
    >>> write_key(path, "agents", b"k")
    >>> read_key(path, "agents")
    b'k'
    """
    stored = {"role": role, "secret": secret.hex(), "share": share}
    write_private(path, json.dumps(stored).encode())


def read_share(path: Path, role: str) -> KeyShare:
    """A secret or a share of one; one that belongs to another role is refused.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    role : str
        Whose key it should be.

    Returns
    -------
    KeyShare
        The secret and the number of its share.

    Raises
    ------
    RoundFileError
        If it is no key, or that of another role.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "custodian-2.key"
    >>> write_key(path, "custodian", b"k", share=2)
    >>> read_share(path, "custodian").number
    2
    """
    try:
        stored = json.loads(read_content(path))
        found, secret = stored["role"], bytes.fromhex(stored["secret"])
        share = KeyShare(int(stored.get("share", WHOLE)), secret)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RoundFileError(f"{path.name} is not a key of blindkoppel") from error
    if found != role:
        raise RoundFileError(f"{path.name} is the key of the {found}, not of the {role}")
    return share


def read_key(path: Path, role: str) -> bytes:
    """A whole secret; one that belongs to another role is refused.

    Parameters
    ----------
    path : Path
        Where the file is, or will be.
    role : str
        Whose key it should be.

    Returns
    -------
    bytes
        The secret.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "agents.key"
    >>> write_key(path, "agents", b"k")
    >>> read_key(path, "agents")
    b'k'
    """
    return read_share(path, role).scalar
