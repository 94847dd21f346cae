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
from ketenzicht.core.partial_dates import PartialDate
from ketenzicht.register.states import Age, Similarity

TOKEN_BYTES = 16


def tokens(name: str, born: PartialDate | None) -> Mapping[Similarity, bytes]:
    """Return one keyed token per way of being alike.

    A name of one word tells too little beside a year; with a whole date of birth it is compared.
    """
    return {
        kind: keyed_hash(Key.REGISTER, f"register-{kind}", text)[:TOKEN_BYTES]
        for kind, text in _texts(name, born)
    }


def _texts(name: str, born: PartialDate | None) -> Iterator[tuple[Similarity, str]]:
    prepared = prepare(name)
    if born is None or not prepared.tokens:
        return
    if len(prepared.tokens) > 1:
        yield Similarity.PHONETIC, f"{prepared.coarse}|{born.year:04}"
    if born.is_whole:
        swapped = "-".join(sorted(str(born).split("-")[1:]))
        yield Similarity.FULL, f"{prepared.folded}|{born}"
        yield Similarity.SWAPPED, f"{prepared.coarse}|{born.year:04}-{swapped}"


def handle_hash(handle: str) -> bytes:
    """What the register keeps of the handle that only the case knows."""
    return keyed_hash(Key.REGISTER, "register-handle", handle)


def age_group(born: PartialDate | None, day: date) -> Age:
    """Minor, adult or unknown on a day; in doubt about a birthday, the younger age counts."""
    if born is None:
        return Age.UNKNOWN
    return Age.MINOR if born.age_on(day) < reference.threshold("adult", day) else Age.ADULT


def age_band(age: int | None, day: date) -> str:
    """The band of the figures an age falls in, as bands are on a day; empty where not known."""
    if age is None:
        return ""
    rows = ((code.code, code.attributes) for code in reference.codes("age_bands", day))
    found = (
        code
        for code, of in rows
        if "from_age" in of and of["from_age"] <= age <= of.get("to_age", age)  # type: ignore[operator]  # ages are whole numbers in this list
    )
    return next(found, "")
