# SPDX-License-Identifier: EUPL-1.2
"""Receipt codes: nineteen random digits and a check digit, shown once to a reporter.

The check digit is Damm's: it catches every single wrong digit and every swap of neighbours, so
a typing mistake is told apart from a wrong code without asking the database.
"""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ketenzicht.core.crypto.keys import Key, newest
from ketenzicht.core.crypto.tokens import keyed_hash
from ketenzicht.core.errors import Unavailable

RANDOM_DIGITS = 19
DIGITS = RANDOM_DIGITS + 1

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a code costs: passes over so many KiB of memory."""

    passes: int
    kib: int


COST = Cost(passes=3, kib=64 * 1024)
#: Each derivation takes 64 MiB; more at once would let a few visitors exhaust the machine.
SLOTS = 2
SECONDS_TO_WAIT_FOR_A_SLOT = 5
_slots = threading.BoundedSemaphore(SLOTS)


def new_code() -> str:
    """A fresh code of twenty digits."""
    digits = "".join(secrets.choice("0123456789") for _ in range(RANDOM_DIGITS))
    return digits + str(_damm(digits))


def is_well_formed(code: str) -> bool:
    """Whether somebody can have been given this code, typing mistakes apart."""
    digits = normalised(code)
    return len(digits) == DIGITS and digits.isdecimal() and digits.isascii() and _damm(digits) == 0


def normalised(code: str) -> str:
    """The code as typed, without the spaces, dots and dashes between its groups."""
    return "".join(sign for sign in code if sign not in " .-\u00a0\u2010\u2011\u2013\t\r\n")


def grouped(code: str) -> str:
    """The code in groups of four, as it is shown and read aloud."""
    digits = normalised(code)
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def code_lookup(code: str) -> bytes:
    """The value under which a code is found; it does not open anything."""
    return keyed_hash(Key.RECEIPT, "lookup", normalised(code))


def wrapping_key(code: str, salt: bytes) -> bytes:
    """The key that the code opens, by slow derivation with a secret outside the database."""
    with _slot():
        return Argon2id(
            salt=salt,
            length=32,
            iterations=COST.passes,
            lanes=1,
            memory_cost=COST.kib,
            secret=newest(Key.RECEIPT),
        ).derive(normalised(code).encode())


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=SECONDS_TO_WAIT_FOR_A_SLOT):
        raise Unavailable
    try:
        yield
    finally:
        _slots.release()


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
