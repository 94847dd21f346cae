# SPDX-License-Identifier: EUPL-1.2
"""From who somebody is to tokens that can be compared and never turned back.

The key is the register's own. Whoever has the tables without it cannot even test a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from blindkoppel.names import prepare
from ketenzicht import reference
from ketenzicht.core.crypto import Key, keyed_hash
from ketenzicht.register.states import Age, Likeness

TOKEN_BYTES = 16


def tokens(name: str, birth_date: str) -> Mapping[Likeness, bytes]:
    """Return one keyed token per way of being alike; none without a name and a year."""
    return {
        kind: keyed_hash(Key.REGISTER, f"register-{kind}", text)[:TOKEN_BYTES]
        for kind, text in _texts(name, birth_date)
    }


def _texts(name: str, birth_date: str) -> Iterator[tuple[Likeness, str]]:
    prepared = prepare(name)
    year, month, day = (*birth_date.split("-"), "", "")[:3]
    if len(prepared.tokens) < 2 or not year:
        return
    yield Likeness.SOUND, f"{prepared.coarse}|{year}"
    if month and day:
        yield Likeness.FULL, f"{prepared.folded}|{year}-{month}-{day}"
        yield Likeness.SWAPPED, f"{prepared.coarse}|{year}-{'-'.join(sorted((month, day)))}"


def handle_hash(handle: str) -> bytes:
    """What the register keeps of the handle that only the case knows."""
    return keyed_hash(Key.REGISTER, "register-handle", handle)


def age_on(birth_date: str, today: date) -> Age:
    """Minor, adult or unknown; in doubt about a birthday, the younger age counts."""
    parts = [int(part) for part in birth_date.split("-") if part.isascii() and part.isdigit()]
    if not parts:
        return Age.UNKNOWN
    year, month, day = (*parts, 12, 31)[:3] if len(parts) == 1 else (*parts, 28)[:3]
    had_birthday = (today.month, today.day) >= (month, day)
    years = today.year - year - (not had_birthday)
    return Age.MINOR if years < reference.threshold("adult", today) else Age.ADULT
