# SPDX-License-Identifier: EUPL-1.2
"""The signing secret of the web framework, kept as a file beside the other keys.

Read while settings load, before any application exists; it signs cookies and forms only and
opens nothing that is stored.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def signing_secret(folder: Path) -> str:
    """Return the secret, making it on first use; two processes starting at once agree."""
    path = folder / "signing.secret"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return _read(path)


def _read(path: Path) -> str:
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 50:
        raise ValueError(f"{path.name} is shorter than 50 characters; remove it and start again")
    return secret
