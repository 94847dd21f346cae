# SPDX-License-Identifier: MIT
"""Content that one key or one token opens, in a size that says little.

Public-key encryption is HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) of the
``cryptography`` package. Sizes are padded as in PURBs (Nikitin and others, "Reducing
metadata leakage from encrypted files", PoPETs 2019): at most 12 % longer, and of a
length n only about log log n bits show.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from blindkoppel.errors import BlindkoppelError

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LENGTH_BYTES = 8
# A token locks one thing, so the nonce need not change (NIST SP 800-38D, 8.2).
_ONCE = bytes(12)
TOKEN_BYTES = 16
# Everything shorter is padded to this, so a file of one record looks like one of a hundred.
LEAST_BYTES = 1 << 16


class SealError(BlindkoppelError):
    """Sealed content that this key does not open."""


@dataclass(frozen=True, slots=True)
class SealingPair:
    """A secret that opens, and the public half that anybody may seal to.

    Attributes
    ----------
    private : bytes
        The secret that opens, 32 bytes.
    public : bytes
        What anybody may seal to, 32 bytes.
    """

    private: bytes
    public: bytes


def new_sealing_pair() -> SealingPair:
    """A fresh pair: of a round, or of one organisation's answer.

    Returns
    -------
    SealingPair
        Two keys of X25519.

    Examples
    --------
    >>> pair = new_sealing_pair()
    >>> public_half(pair.private) == pair.public
    True
    """
    private = X25519PrivateKey.generate()
    return SealingPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())


def public_half(private: bytes) -> bytes:
    """The public half of a secret, which others may seal to.

    Parameters
    ----------
    private : bytes
        The secret half of a key pair, 32 bytes.

    Returns
    -------
    bytes
        32 bytes.

    Examples
    --------
    >>> pair = new_sealing_pair()
    >>> public_half(pair.private) == pair.public
    True
    """
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def padded_size(size: int, least: int = LEAST_BYTES) -> int:
    """The size that content of some size is padded to.

    Parameters
    ----------
    size : int
        How many bytes there are.
    least : int
        The least size, in bytes.

    Returns
    -------
    int
        How many bytes there will be.

    References
    ----------
    K. Nikitin and others, "Reducing metadata leakage from encrypted files and communication
        with PURBs", Proceedings on Privacy Enhancing Technologies 2019 (4), 6-33.

    Examples
    --------
    >>> padded_size(5), padded_size(100_000), padded_size(100_001)
    (65536, 100352, 100352)
    """
    size = max(size, least)
    exponent = size.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-size // step) * step


def seal(content: bytes, public: bytes, context: bytes) -> bytes:
    """Content for the holder of one key, padded; ``context`` must be the same to open it.

    Parameters
    ----------
    content : bytes
        The bytes.
    public : bytes
        The public half of a key pair, 32 bytes.
    context : bytes
        Bytes that have to be the same to open what was sealed.

    Returns
    -------
    bytes
        The sealed bytes, of a padded size.

    Raises
    ------
    SealError
        If what to seal to is no public key.

    References
    ----------
    R. Barnes, K. Bhargavan, B. Lipp and C. Wood, "Hybrid public key encryption", RFC 9180,
        2022.

    Examples
    --------
    >>> pair = new_sealing_pair()
    >>> unseal(seal(b"content", pair.public, b"round"), pair.private, b"round")
    b'content'
    """
    framed = len(content).to_bytes(_LENGTH_BYTES) + content
    padded = framed.ljust(padded_size(len(framed)), b"\0")
    try:
        return _SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(public), info=context)
    except ValueError as error:
        raise SealError("what to seal to is no public key") from error


def unseal(sealed: bytes, private: bytes, context: bytes) -> bytes:
    """The content of what was sealed; refused when the key, the context or a byte is another.

    Parameters
    ----------
    sealed : bytes
        The sealed bytes.
    private : bytes
        The secret half of a key pair, 32 bytes.
    context : bytes
        Bytes that have to be the same to open what was sealed.

    Returns
    -------
    bytes
        The bytes that were sealed.

    Raises
    ------
    SealError
        If this key does not open it, or it was changed.

    Examples
    --------
    >>> pair = new_sealing_pair()
    >>> unseal(seal(b"content", pair.public, b"round"), pair.private, b"round")
    b'content'
    """
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        padded = _SUITE.decrypt(sealed, key, info=context)
    except (InvalidTag, ValueError) as error:
        raise SealError("this was sealed for another key, or changed on the way") from error
    size = int.from_bytes(padded[:_LENGTH_BYTES])
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + size]


def lock(content: bytes, token: bytes) -> bytes:
    """Content that opens with a token, which must be fresh: it locks once.

    Without the token it tells nothing, not even whether there is one.

    Parameters
    ----------
    content : bytes
        The bytes.
    token : bytes
        The secret that opens one row, 16 bytes.

    Returns
    -------
    bytes
        The locked bytes, 16 more than the content.

    Examples
    --------
    >>> unlock(lock(b"row", b"0123456789abcdef"), b"0123456789abcdef")
    b'row'
    """
    return AESGCM(token).encrypt(_ONCE, content, None)


def unlock(locked: bytes, token: bytes) -> bytes:
    """The content of what was locked; refused with another token.

    Parameters
    ----------
    locked : bytes
        The locked bytes.
    token : bytes
        The secret that opens one row, 16 bytes.

    Returns
    -------
    bytes
        The bytes that were locked.

    Raises
    ------
    SealError
        If the token opens something else.

    Examples
    --------
    >>> unlock(lock(b"row", b"0123456789abcdef"), b"0123456789abcdef")
    b'row'
    """
    try:
        return AESGCM(token).decrypt(_ONCE, locked, None)
    except (InvalidTag, ValueError) as error:
        raise SealError("this token opens something else") from error
