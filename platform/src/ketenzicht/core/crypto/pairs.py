# SPDX-License-Identifier: EUPL-1.2
"""Key pairs of organisations: anybody may seal to the public half, one party opens.

Hybrid public-key encryption (RFC 9180): X25519, HKDF-SHA256, AES-256-GCM.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ketenzicht.core.crypto.sealing import HEADER, Part, Tampered, framed

HPKE_X25519 = 2
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The two halves as raw bytes; the private one never shows itself."""

    public: bytes
    private: bytes = field(repr=False)


def new_pair() -> KeyPair:
    """A fresh pair."""
    private = X25519PrivateKey.generate()
    return KeyPair(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def seal_to_public(
    public: bytes, plaintext: bytes, *, place: tuple[Part, ...], version: int
) -> bytes:
    """Encrypt so that only the private half opens it, and only at this place."""
    header = bytes([HPKE_X25519]) + version.to_bytes(4)
    recipient = X25519PublicKey.from_public_bytes(public)
    return header + _SUITE.encrypt(plaintext, recipient, header + framed(place))


def open_with_private(private: bytes, sealed: bytes, *, place: tuple[Part, ...]) -> bytes:
    """Decrypt with the private half, or raise `Tampered`."""
    header, body = sealed[:HEADER], sealed[HEADER:]
    if len(header) != HEADER or header[0] != HPKE_X25519:
        raise Tampered
    own = X25519PrivateKey.from_private_bytes(private)
    try:
        return _SUITE.decrypt(body, own, header + framed(place))
    except (InvalidTag, ValueError):
        raise Tampered from None
