# SPDX-License-Identifier: EUPL-1.2
"""Authenticated encryption under one key, bound to the place where the value belongs.

A sealed value is `algorithm (1) · key version (4) · nonce (12) · ciphertext and tag`. The
header and the place are authenticated: a value moved to another row, field or organisation
does not open.
"""

import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ketenzicht.core.crypto.keys import Key, ring

AES_256_GCM = 1
HEADER = 5
NONCE = 12
Part = str | bytes | int


class Tampered(Exception):
    """A sealed value was changed, moved, or closed under another key."""


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return secrets.token_bytes(32)


def seal(key: bytes, plaintext: bytes, *, place: tuple[Part, ...], version: int = 1) -> bytes:
    """Encrypt a value so that it opens only at this place."""
    header = _header(AES_256_GCM, version)
    nonce = secrets.token_bytes(NONCE)
    return header + nonce + AESGCM(key).encrypt(nonce, plaintext, header + framed(place))


def open_sealed(
    key: bytes | Callable[[int], bytes], sealed: bytes, *, place: tuple[Part, ...]
) -> bytes:
    """Decrypt a value from its own place, or raise `Tampered`."""
    header, nonce, body = sealed[:HEADER], sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :]
    if len(nonce) != NONCE or header[0] != AES_256_GCM:
        raise Tampered
    secret = key if isinstance(key, bytes) else key(version_of(sealed))
    try:
        return AESGCM(secret).decrypt(nonce, body, header + framed(place))
    except InvalidTag:
        raise Tampered from None


def seal_for(name: Key, plaintext: bytes, *, place: tuple[Part, ...]) -> bytes:
    """Encrypt under the newest version of a key file."""
    keys = ring(name)
    return seal(keys[keys.newest], plaintext, place=place, version=keys.newest)


def open_for(name: Key, sealed: bytes, *, place: tuple[Part, ...]) -> bytes:
    """Decrypt with whichever version of a key file it was closed under."""
    return open_sealed(ring(name).__getitem__, sealed, place=place)


def version_of(sealed: bytes) -> int:
    """The version of the key a value was sealed with."""
    if len(sealed) < HEADER:
        raise Tampered
    return int.from_bytes(sealed[1:HEADER])


def framed(place: tuple[Part, ...]) -> bytes:
    """One byte string per tuple: lengths keep ("ab", "c") and ("a", "bc") apart."""
    encoded = [part if isinstance(part, bytes) else str(part).encode() for part in place]
    return b"".join(len(part).to_bytes(4) + part for part in encoded)


def _header(algorithm: int, version: int) -> bytes:
    return bytes([algorithm]) + version.to_bytes(4)
