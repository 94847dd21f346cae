# SPDX-License-Identifier: EUPL-1.2
"""Unmistakable strings in fixtures, and the search for them where they may not be.

A canary is looked for as it is, and as it would look after the encodings that pages, mails,
logs and databases use. What is encrypted matches none of them.
"""

from __future__ import annotations

import base64
import html
import itertools
import json
import urllib.parse
from collections.abc import Iterable
from functools import lru_cache

MARK = "kanarie"
_numbers = itertools.count(1)
_made: dict[str, str] = {}


def canary(kind: str, owner: str) -> str:
    """A string that occurs nowhere else; who owns it is remembered."""
    letters = "".join(sign for sign in f"{kind}{owner}".lower() if sign.isalnum())
    # The number stands in the middle: the ends of a text are not the same in every base64.
    text = f"{MARK}{next(_numbers):05d}{letters}"
    _made[text] = owner
    return text


def owner_of(text: str) -> str:
    """Whose canary this is."""
    return _made[text]


def canaries() -> list[str]:
    """Every canary made so far."""
    return list(_made)


def scan(
    data: bytes, allowed: Iterable[str] = (), *, among: Iterable[str] | None = None
) -> set[str]:
    """The canaries in these bytes that are not allowed there."""
    wanted = set(canaries() if among is None else among) - set(allowed)
    lowered = data.lower()
    return {text for text in wanted if any(form in lowered for form in _forms(text))}


@lru_cache(maxsize=4096)
def _forms(text: str) -> tuple[bytes, ...]:
    """How a text looks in the encodings it could travel in, in lower case."""
    raw = text.encode()
    # Base64 depends on where in a group of three the text starts; the middle part does not.
    # A short text would leave a middle part short enough to occur by chance.
    shifted = (
        () if len(raw) < 15 else (base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3))
    )
    plain = {
        raw,
        text.encode("utf-16-le"),
        raw.hex().encode(),
        html.escape(text).encode(),
        urllib.parse.quote(text).encode(),
        json.dumps(text).strip('"').encode(),
        text[::-1].encode(),
    }
    return tuple({form.lower() for form in (*plain, *shifted)})
