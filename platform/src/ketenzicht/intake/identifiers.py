# SPDX-License-Identifier: EUPL-1.2
"""Writing addresses, plates, numbers and accounts one way, so that equal things compare equal.

Only identifiers are compared, never free text: a keyed fingerprint of a sentence would let
somebody who guesses sentences learn what was told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ketenzicht.core.folding import fold
from ketenzicht.intake.states import KeyKind

SHORTEST = 4
_LEGAL_FORM = re.compile(r"\b(b\s?v|n\s?v|v\s?o\s?f|c\s?v|bv|nv|vof|cv)$")
_STREET_NUMBER = re.compile(r"([^\W\d]\D*?)\s+(\d+)\s*([a-z])?\b")
_NUMBER_ALONE = re.compile(r"(\d+)\s*([a-z])?")
_NUMBER_SAID = re.compile(r"\b(?:nr|no|num|nummer|huisnr|huisnummer)\s+(?=\d)")
#: How streets are shortened by hand; the left side is a whole word or the end of one.
_IN_FULL = (
    (re.compile(r"str\b"), "straat"),
    (re.compile(r"(?<=[a-z])pln\b|\bpln\b"), "plein"),
    (re.compile(r"ln\b"), "laan"),
    (re.compile(r"\bv\s?d\b"), "van der"),
)
#: Sites where the address of somebody's page is the name of the account.
_PROFILES = frozenset(
    {
        *("facebook.com", "fb.com", "instagram.com", "onlyfans.com", "snapchat.com", "t.me"),
        *("telegram.me", "threads.net", "tiktok.com", "twitter.com", "x.com", "youtube.com"),
    }
)
#: First parts of addresses there that are no account.
_NO_ACCOUNT = frozenset(
    {"explore", "groups", "home", "login", "p", "profile.php", "reel", "search", "share", "watch"}
)
#: What links add about where somebody came from; with or without it the page is the same.
_FROM_WHERE = re.compile(
    r"utm_\w+|fbclid|gclid|msclkid|igshid?|mibextid|ref|source|si|feature|from|van|page|pagina"
)
_NAMING = frozenset(
    {"account", "ad", "advert", "id", "item", "naam", "name", "profile", "u", "user", "username"}
)


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
            return ["".join(re.findall(r"[a-z0-9]", fold(text)))]
        case KeyKind.ACCOUNT:
            return [account(text), *(f"@{name}" for name in handles(text))]
        case KeyKind.COMPANY:
            return [_LEGAL_FORM.sub("", words(text)).strip()]


def place(text: str, municipality: str) -> list[str]:
    """Return the street with its number, and the whole as written, within a municipality.

    The first lets "room 12" and "the hotel at the corner" be added or left out.
    """
    street = next(_streets(text), "")
    return [f"{municipality}|{each}" for each in dict.fromkeys([street, words(text)]) if each]


def _streets(text: str) -> Iterator[str]:
    """Streets with their number, whichever of the two is written first."""
    parts = [_in_full(part) for part in re.split(r"[,;\n]", text)]
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        found = _STREET_NUMBER.search(part)
        alone = _NUMBER_ALONE.fullmatch(part)
        if found is not None:
            yield f"{_last_words(found[1])} {found[2]}{found[3] or ''}"
        elif alone is not None and following and not re.search(r"\d", following):
            yield f"{_last_words(following)} {alone[1]}{alone[2] or ''}"


def _in_full(part: str) -> str:
    written = _NUMBER_SAID.sub("", words(part))
    for shortened, full in _IN_FULL:
        written = shortened.sub(full, written)
    return written


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
    """Return an advert's address or an account name without what varies.

    What stands behind the question mark stays where it tells one advert from another.
    """
    before, after = "", text
    while after != before:
        before, after = after, _address(after)
    return after


def _address(text: str) -> str:
    path, _mark, query = text.strip().casefold().partition("#")[0].partition("?")
    bare = re.sub(r"^(?:[a-z]+:/+|www\.|m\.|[\s/@])+", "", re.sub(r"[\s/@]+\Z", "", path))
    told = sorted({each.strip() for each in query.split("&") if _tells_apart(each)})
    return re.sub(r"[\s/@?&]+\Z", "", f"{bare}?{'&'.join(told)}")


def _tells_apart(parameter: str) -> bool:
    name, _equals, value = parameter.strip().partition("=")
    if not value or _FROM_WHERE.fullmatch(name):
        return False
    return name in _NAMING or any(sign.isdigit() for sign in value)


def handles(text: str) -> frozenset[str]:
    """Return the names of accounts in a text: written with @, alone, or as somebody's page."""
    found = {name.casefold() for name in re.findall(r"(?<!\S)@([\w.-]+)", text)}
    host, _slash, path = account(text).partition("/")
    if host in _PROFILES:
        parts = path.removeprefix("add/").removeprefix("@").split("/")
        if len(parts) == 1 and "?" not in path and parts[0] not in {"", *_NO_ACCOUNT}:
            found.add(parts[0])
    elif not path and re.fullmatch(r"[\w.-]+", host):
        found.add(host)
    return frozenset(found)


def words(text: str) -> str:
    """Return letters and digits, separated by single spaces."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
