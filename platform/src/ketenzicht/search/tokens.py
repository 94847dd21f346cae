# SPDX-License-Identifier: EUPL-1.2
"""Keyed tokens of whole words, different for every organisation."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from ketenzicht.core.crypto import search_token
from ketenzicht.core.folding import words_of

SHORTEST = 2  # letters; a word of one letter tells nothing apart
MOST = 24  # words of one text; an own name is a line, not a story


def tokens_of(kind: str, organisation_id: UUID, text: str) -> Iterator[bytes]:
    """Yield the token of each different word of a text, as this organisation makes it."""
    known = dict.fromkeys(word for word in words_of(text) if len(word) >= SHORTEST)
    for word in list(known)[:MOST]:
        yield search_token(organisation_id, f"word:{kind}", word)
