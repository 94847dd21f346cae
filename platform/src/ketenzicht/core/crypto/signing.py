# SPDX-License-Identifier: EUPL-1.2
"""Signatures that a partner can check with the public key alone (Ed25519)."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ketenzicht.core.crypto.keys import Key, newest


def public_key(key: Key) -> bytes:
    """The public half of a signing key."""
    return _private(key).public_key().public_bytes_raw()


def sign(key: Key, message: bytes) -> bytes:
    """Sign a message."""
    return _private(key).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the private half signed exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(key: Key) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(newest(key))
