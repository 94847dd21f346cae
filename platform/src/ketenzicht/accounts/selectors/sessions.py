# SPDX-License-Identifier: EUPL-1.2
"""Where somebody is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest

from ketenzicht.accounts.models import User
from ketenzicht.core.crypto import same
from ketenzicht.core.session_store import contents_of
from ketenzicht.core.sessions import BEGAN, DEVICE


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One open session: on what, since when, and whether it is the one that asks."""

    key: str
    device: str
    since: datetime
    is_current: bool


def sessions_of(user: User, request: HttpRequest) -> list[SignedIn]:
    """Return the open sessions of a user, the oldest first; ended ones are left out."""
    here = request.session.stored_key  # type: ignore[attr-defined]  # our own session store
    found = []
    for key, held in contents_of(user.pk).items():
        if not same(str(held.get(HASH_SESSION_KEY, "")), user.get_session_auth_hash()):
            continue
        if began := str(held.get(BEGAN, "")):
            device = str(held.get(DEVICE, ""))
            moment = datetime.fromisoformat(began)
            found.append(SignedIn(key, device, moment, key == here))
    return sorted(found, key=lambda session: session.since)
