# SPDX-License-Identifier: EUPL-1.2
"""Writing addresses, plates, numbers and accounts one way, so that equal things compare equal.

Only identifiers are compared, never free text: a keyed fingerprint of a sentence would let
somebody who guesses sentences learn what was told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from ketenzicht.intake.states import KeyKind

SHORTEST = 4
_LEGAL_FORM = re.compile(r"\b(b\s?v|n\s?v|v\s?o\s?f|c\s?v|bv|nv|vof|cv)$")
_STREET_NUMBER = re.compile(r"([^\W\d][^\d,;]*?)\s+(\d+)\s*([a-z])?\b")


def keys_of(identifiers: Mapping[str, str], municipality: str) -> frozenset[tuple[KeyKind, str]]:
    """Return what can be compared of a report; too short to tell apart is left out."""
    found: set[tuple[KeyKind, str]] = set()
    for name, text in identifiers.items():
        kind = KeyKind(name)
        found.update((kind, each) for each in _written(kind, text, municipality))
    return frozenset((kind, text) for kind, text in found if len(text) >= SHORTEST)


def _written(kind: KeyKind, text: str, municipality: str) -> Iterable[str]:
    match kind:
        case KeyKind.PLACE:
            return place(text, municipality)
        case KeyKind.PHONE:
            return [phone(text)]
        case KeyKind.VEHICLE:
            return ["".join(re.findall(r"[a-z0-9]", plain(text)))]
        case KeyKind.ACCOUNT:
            return [account(text)]
        case KeyKind.COMPANY:
            return [_LEGAL_FORM.sub("", words(text)).strip()]


def place(text: str, municipality: str) -> list[str]:
    """Return the street with its number, and the whole as written, within a municipality.

    The first lets "room 12" and "the hotel at the corner" be added or left out.
    """
    written = plain(text)
    whole = words(written)
    streets = [
        words(f"{_last_words(street)} {number}{letter or ''}")
        for street, number, letter in _STREET_NUMBER.findall(written)[:1]
    ]
    return [f"{municipality}|{each}" for each in dict.fromkeys([*streets, whole]) if each]


def _last_words(street: str) -> str:
    return re.sub(r"^(kamer|room|huisje|nummer)\s+", "", street.strip())


def phone(text: str) -> str:
    """Return a number as dialled in the Netherlands, or with its country when abroad."""
    digits = re.sub(r"\D", "", text)
    if not digits.startswith("00") and not text.strip().startswith("+"):
        return digits
    # No country's code begins with a zero, nor does a number behind the code of this one.
    abroad = digits.lstrip("0")
    if abroad.startswith("31"):
        return "0" + abroad[2:].lstrip("0")
    return f"+{abroad}"


def account(text: str) -> str:
    """Return an advert's address or an account name without what varies."""
    bare = text.strip().casefold().partition("?")[0].partition("#")[0]
    return re.sub(r"^(?:[a-z]+:/+|www\.|[\s/@])+", "", re.sub(r"[\s/@]+\Z", "", bare))


def words(text: str) -> str:
    """Return letters and digits, separated by single spaces."""
    return " ".join(re.findall(r"[^\W_]+", plain(text)))


def plain(text: str) -> str:
    """Return text without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
