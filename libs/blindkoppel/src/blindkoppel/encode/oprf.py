# SPDX-License-Identifier: MIT
"""A keyed function whose key holder never sees what it is applied to.

RFC 9497, mode OPRF, suite ristretto255-SHA512. The agent blinds a value, the custodian
multiplies it with its key, the agent takes the blinding off. The custodian learns how
many values were asked, nothing about them; the agent learns nothing about the key. All
arithmetic in the group is libsodium's.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import rbcl  # type: ignore[import-untyped]  # it ships no types

from blindkoppel.errors import BlindkoppelError

ELEMENT_BYTES = 32
_SUITE = b"OPRFV1-\x00-ristretto255-SHA512"
_GROUP_TAG = b"HashToGroup-" + _SUITE
_IDENTITY = bytes(ELEMENT_BYTES)
_BLOCK_BYTES = 128
_GROUP_BYTES = 64


class ElementError(BlindkoppelError):
    """Bytes that are no blinded value."""


@dataclass(frozen=True, slots=True)
class Blinded:
    """A value under a blinding only its agent can take off.

    Attributes
    ----------
    scalar : bytes
        The blinding, 32 bytes.
    element : bytes
        The blinded value, 32 bytes.
    """

    scalar: bytes
    element: bytes


def _expand(message: bytes, tag: bytes) -> bytes:
    """64 uniform bytes (RFC 9380, expand_message_xmd with SHA-512, one block)."""
    suffixed = tag + bytes([len(tag)])
    padded = bytes(_BLOCK_BYTES) + message + _GROUP_BYTES.to_bytes(2) + b"\0" + suffixed
    return hashlib.sha512(hashlib.sha512(padded).digest() + b"\x01" + suffixed).digest()


def _element_of(value: bytes) -> bytes:
    element: bytes = rbcl.crypto_core_ristretto255_from_hash(_expand(value, _GROUP_TAG))
    return element


def new_scalar() -> bytes:
    """A fresh secret: a custodian's key, or a blinding.

    Returns
    -------
    bytes
        32 bytes.

    Examples
    --------
    >>> len(new_scalar())
    32
    """
    scalar: bytes = rbcl.crypto_core_ristretto255_scalar_random()
    return scalar


def random_elements(count: int) -> bytes:
    """Elements that are no value: to whoever has not blinded them they look like any other.

    Parameters
    ----------
    count : int
        How many.

    Returns
    -------
    bytes
        32 bytes each.

    Examples
    --------
    >>> len(random_elements(2))
    64
    """
    return b"".join(rbcl.crypto_core_ristretto255_random() for _ in range(count))


def blind(value: bytes, scalar: bytes) -> Blinded:
    """A value under a blinding; the scalar must be fresh for every value.

    Parameters
    ----------
    value : bytes
        The value that is hidden.
    scalar : bytes
        A secret number of the group, 32 bytes.

    Returns
    -------
    Blinded
        The blinding and the blinded value.

    Examples
    --------
    >>> len(blind(b"value", new_scalar()).element)
    32
    """
    return Blinded(scalar, rbcl.crypto_scalarmult_ristretto255(scalar, _element_of(value)))


def evaluate(key: bytes, element: bytes) -> bytes:
    """The custodian's part of the OPRF: a blinded value under its key.

    Bytes that are no element of the group are refused, and so is the one element that every
    key leaves as it is (RFC 9497, 2.1).

    Parameters
    ----------
    key : bytes
        The custodian's key, 32 bytes.
    element : bytes
        The blinded value, 32 bytes.

    Returns
    -------
    bytes
        32 bytes.

    Raises
    ------
    ElementError
        If the bytes are no element of the group.

    Examples
    --------
    >>> key, blinded = new_scalar(), blind(b"value", new_scalar())
    >>> finish(b"value", blinded, evaluate(key, blinded.element)) == apply_key(key, b"value")
    True
    """
    if (
        len(element) != ELEMENT_BYTES
        or element == _IDENTITY
        or not rbcl.crypto_core_ristretto255_is_valid_point(element)
    ):
        raise ElementError("a blinded value is not an element of the group")
    evaluated: bytes = rbcl.crypto_scalarmult_ristretto255(key, element)
    return evaluated


def finish(value: bytes, blinded: Blinded, evaluated: bytes) -> bytes:
    """The output of the OPRF: the value under the custodian's key, blinding taken off.

    Parameters
    ----------
    value : bytes
        The value that is hidden.
    blinded : Blinded
        The blinding that was used.
    evaluated : bytes
        What the custodian answered, 32 bytes.

    Returns
    -------
    bytes
        64 bytes.

    References
    ----------
    A. Davidson, A. Faz-Hernandez, N. Sullivan and C. A. Wood, "Oblivious pseudorandom functions
        using prime-order groups", RFC 9497, 2023.

    Examples
    --------
    >>> key, blinded = new_scalar(), blind(b"value", new_scalar())
    >>> finish(b"value", blinded, evaluate(key, blinded.element)) == apply_key(key, b"value")
    True
    """
    inverse = rbcl.crypto_core_ristretto255_scalar_invert(blinded.scalar)
    return _output(value, evaluate(inverse, evaluated))


def _output(value: bytes, element: bytes) -> bytes:
    framed = len(value).to_bytes(2) + value + len(element).to_bytes(2) + element + b"Finalize"
    return hashlib.sha512(framed).digest()


def apply_key(key: bytes, value: bytes) -> bytes:
    """The output of the OPRF for whoever holds the key: attacks, and tests.

    Parameters
    ----------
    key : bytes
        The custodian's key, 32 bytes.
    value : bytes
        The value that is hidden.

    Returns
    -------
    bytes
        64 bytes.

    Examples
    --------
    >>> len(apply_key(new_scalar(), b"value"))
    64
    """
    return _output(value, evaluate(key, _element_of(value)))


def _scalar(number: int) -> bytes:
    return number.to_bytes(ELEMENT_BYTES, "little")


@dataclass(frozen=True, slots=True)
class KeyShare:
    """A point on a secret line: any two shares of a key can evaluate, one cannot.

    Attributes
    ----------
    number : int
        The number of the share, from 1.
    scalar : bytes
        The share, 32 bytes.
    """

    number: int
    scalar: bytes


def share_key(key: bytes, slope: bytes, count: int = 3) -> tuple[KeyShare, ...]:
    """The shares of a key for two-out-of-``count`` custodians (Shamir, 1979).

    Parameters
    ----------
    key : bytes
        The whole key, 32 bytes.
    slope : bytes
        A second secret, 32 bytes.
    count : int
        How many custodians there are.

    Returns
    -------
    tuple[KeyShare, ...]
        One share per custodian.

    References
    ----------
    A. Shamir, "How to share a secret", Communications of the ACM 22, 1979, 612-613.

    Examples
    --------
    >>> [share.number for share in share_key(new_scalar(), new_scalar())]
    [1, 2, 3]
    """
    shares = []
    for number in range(1, count + 1):
        step = rbcl.crypto_core_ristretto255_scalar_mul(_scalar(number), slope)
        shares.append(KeyShare(number, rbcl.crypto_core_ristretto255_scalar_add(key, step)))
    return tuple(shares)


def _lagrange(number: int, others: Iterable[int]) -> bytes:
    """The weight of one share at zero, given the numbers of the others."""
    weight = _scalar(1)
    for other in others:
        above = _scalar(other)
        below = rbcl.crypto_core_ristretto255_scalar_sub(_scalar(other), _scalar(number))
        below = rbcl.crypto_core_ristretto255_scalar_invert(below)
        fraction = rbcl.crypto_core_ristretto255_scalar_mul(above, below)
        weight = rbcl.crypto_core_ristretto255_scalar_mul(weight, fraction)
    return weight


def combine(parts: Sequence[tuple[int, bytes]]) -> bytes:
    """The evaluation under the whole key, from the evaluations under two shares of it.

    ``parts`` holds share numbers and what each share's custodian answered.

    Parameters
    ----------
    parts : Sequence[tuple[int, bytes]]
        Share numbers and what each share's custodian answered.

    Returns
    -------
    bytes
        32 bytes.

    Raises
    ------
    ElementError
        If there are not the answers of two different custodians.

    Examples
    --------
    >>> key, element = new_scalar(), blind(b"value", new_scalar()).element
    >>> shares = share_key(key, new_scalar())[:2]
    >>> parts = [(share.number, evaluate(share.scalar, element)) for share in shares]
    >>> combine(parts) == evaluate(key, element)
    True
    """
    numbers = [number for number, _ in parts]
    if len(set(numbers)) != len(numbers) or len(numbers) < 2:
        raise ElementError("answers of at least two different custodians are needed")
    weighted = [
        evaluate(_lagrange(number, (other for other in numbers if other != number)), answer)
        for number, answer in parts
    ]
    return reduce(rbcl.crypto_core_ristretto255_add, weighted)
