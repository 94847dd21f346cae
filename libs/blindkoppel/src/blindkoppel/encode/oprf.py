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
    """A value under a blinding only its agent can take off."""

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
    """A fresh secret: a custodian's key, or a blinding."""
    scalar: bytes = rbcl.crypto_core_ristretto255_scalar_random()
    return scalar


def random_elements(count: int) -> bytes:
    """Elements that are no value: to whoever has not blinded them they look like any other."""
    return b"".join(rbcl.crypto_core_ristretto255_random() for _ in range(count))


def blind(value: bytes, scalar: bytes) -> Blinded:
    """A value blinded; the scalar must be fresh for every value."""
    return Blinded(scalar, rbcl.crypto_scalarmult_ristretto255(scalar, _element_of(value)))


def evaluate(key: bytes, element: bytes) -> bytes:
    """The custodian's part: the blinded value under its key.

    Bytes that are no element of the group are refused, and so is the one element that every
    key leaves as it is (RFC 9497, 2.1).
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
    """The value under the custodian's key, blinding taken off: 64 bytes."""
    inverse = rbcl.crypto_core_ristretto255_scalar_invert(blinded.scalar)
    return _output(value, evaluate(inverse, evaluated))


def _output(value: bytes, element: bytes) -> bytes:
    framed = len(value).to_bytes(2) + value + len(element).to_bytes(2) + element + b"Finalize"
    return hashlib.sha512(framed).digest()


def apply_key(key: bytes, value: bytes) -> bytes:
    """What the round trip gives, for whoever holds the key: attacks, and tests."""
    return _output(value, evaluate(key, _element_of(value)))


def _scalar(number: int) -> bytes:
    return number.to_bytes(ELEMENT_BYTES, "little")


@dataclass(frozen=True, slots=True)
class KeyShare:
    """A point on a secret line: any two shares of a key can evaluate, one cannot."""

    number: int
    scalar: bytes


def share_key(key: bytes, slope: bytes, count: int = 3) -> tuple[KeyShare, ...]:
    """Shares of a key for two-out-of-``count`` custodians (Shamir, 1979)."""
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
    """
    numbers = [number for number, _ in parts]
    if len(set(numbers)) != len(numbers) or len(numbers) < 2:
        raise ElementError("answers of at least two different custodians are needed")
    weighted = [
        evaluate(_lagrange(number, (other for other in numbers if other != number)), answer)
        for number, answer in parts
    ]
    return reduce(rbcl.crypto_core_ristretto255_add, weighted)
