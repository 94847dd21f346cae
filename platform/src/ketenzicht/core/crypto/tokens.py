# SPDX-License-Identifier: EUPL-1.2
"""Keyed hashes, random tokens, and comparison that takes the same time either way."""

import hashlib
import hmac
import secrets
from uuid import UUID

from ketenzicht.core.crypto.keys import Key, newest, ring
from ketenzicht.core.crypto.sealing import Part, framed


def keyed_hash(key: Key | bytes, *parts: Part) -> bytes:
    """A 256-bit fingerprint that only holders of the key can make or check."""
    secret = newest(key) if isinstance(key, Key) else key
    return hmac.digest(secret, framed(parts), "sha256")


def signed_setting(setting: str, value: str, connection: int) -> str:
    """A value with a mark that the database checks; it counts on one connection alone."""
    told = f"{setting}|{value}|{connection}".encode()
    return f"{value}:{hmac.digest(newest(Key.ROWS), told, 'sha256').hex()}"


def marks_of_settings() -> list[tuple[bytes, bytes]]:
    """What the database checks marks with: both halves of each version's HMAC (RFC 2104)."""
    keys = ring(Key.ROWS).versions.values()
    return [(_padded(key, 0x36), _padded(key, 0x5C)) for key in keys]


def _padded(key: bytes, pad: int) -> bytes:
    return bytes(byte ^ pad for byte in key.ljust(64, b"\0"))


def search_token(organisation_id: UUID, kind: str, text: str) -> bytes:
    """The index value of an identifier for one organisation; useless to every other."""
    own = keyed_hash(Key.SEARCH, "search", str(organisation_id))
    return keyed_hash(own, kind, text)[:16]


def digest(*parts: Part) -> bytes:
    """A plain 256-bit fingerprint, for what is not secret."""
    return hashlib.sha256(framed(parts)).digest()


def random_token(size: int = 32) -> str:
    """An unguessable text that fits in a URL or a form."""
    return secrets.token_urlsafe(size)


def random_hex(size: int) -> str:
    """So many random bytes, written in hexadecimal."""
    return secrets.token_hex(size)


def same(one: bytes | str, other: bytes | str) -> bool:
    """Compare two secrets without telling by time where they differ."""
    return hmac.compare_digest(_bytes(one), _bytes(other))


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value
