# SPDX-License-Identifier: EUPL-1.2
"""Short texts that are closed outside any envelope: answers between two pages, second factors."""

import base64
import binascii
from datetime import datetime, timedelta

from ketenzicht.core.crypto.keys import Key
from ketenzicht.core.crypto.sealing import Tampered, open_for, seal_for

_TIME = 8
_SECONDS_CLOCKS_MAY_DIFFER = 60


def seal_form(payload: bytes, *, purpose: str, now: datetime) -> str:
    """Close what was filled in so far into one hidden field."""
    stamped = int(now.timestamp()).to_bytes(_TIME) + payload
    return _seal(Key.FORMS, stamped, purpose)


def open_form(token: str, *, purpose: str, now: datetime, within: timedelta) -> bytes:
    """What was filled in before, or `Tampered` when changed, foreign or older than `within`."""
    stamped = _open(Key.FORMS, token, purpose)
    age = now.timestamp() - int.from_bytes(stamped[:_TIME])
    if not -_SECONDS_CLOCKS_MAY_DIFFER <= age <= within.total_seconds():
        raise Tampered
    return stamped[_TIME:]


def seal_text(text: str, *, purpose: str) -> str:
    """Close a short secret of the application itself, such as a second factor."""
    return _seal(Key.TEXTS, text.encode(), purpose)


def open_text(token: str, *, purpose: str) -> str:
    """The secret again, or `Tampered` when changed or closed for another purpose."""
    return _open(Key.TEXTS, token, purpose).decode()


def _seal(key: Key, payload: bytes, purpose: str) -> str:
    return base64.urlsafe_b64encode(seal_for(key, payload, place=(key, purpose))).decode()


def _open(key: Key, token: str, purpose: str) -> bytes:
    try:
        sealed = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError):
        raise Tampered from None
    return open_for(key, sealed, place=(key, purpose))
