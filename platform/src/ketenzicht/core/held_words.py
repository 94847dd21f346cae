# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed when their session ended, until they signed in again: sealed, shortly, once.

It is kept for the person and for the organisation the form was shown for. It opens for nobody else,
goes when it was shown, when they sign out and after half an hour, and is no file about anybody.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest

from ketenzicht.core.crypto import Tampered, open_text, seal_text
from ketenzicht.core.typed import kept

#: How long somebody has to sign in again.
HELD = timedelta(minutes=30)  # no term: of a session
#: More signs than any form of ours takes; the rest is not kept.
MOST = 60_000
#: Whose session ended at this request.
ENDED_FOR = "session_ended_for"


def hold(request: HttpRequest, person: UUID, organisation: str, *, now: datetime) -> bool:
    """Keep what was sent for who sent it; False when there are no words in it."""
    texts, room = [], MOST
    for text in kept(request):
        texts.append(text[:room])
        room -= len(texts[-1])
    texts = [text for text in texts if text]
    if not texts or not organisation:
        return False
    told = {"for": organisation, "at": now.isoformat(), "texts": texts}
    cache.set(_name(person), seal_text(json.dumps(told), purpose=_name(person)), HELD.seconds)
    return True


def take(person: UUID, organisation: UUID, *, now: datetime) -> tuple[str, ...]:
    """Return what was kept for this person in this organisation, and keep it no longer."""
    sealed = cache.get(_name(person))
    try:
        told = json.loads(open_text(sealed, purpose=_name(person))) if sealed else None
    except Tampered:
        told = None
    if told is None or told["for"] != str(organisation):
        return ()
    forget(person)
    fresh = timedelta() <= now - datetime.fromisoformat(told["at"]) <= HELD
    return tuple(told["texts"]) if fresh else ()


def forget(person: UUID) -> None:
    """Keep nothing of this person any longer."""
    cache.delete(_name(person))


def _name(person: UUID) -> str:
    return f"held-words:{person}"
