# SPDX-License-Identifier: EUPL-1.2
"""How long a sign-in lasts, how recent it is, how strong it was, and how it is kept.

The moments are ours, not the sign-in package's: one clock for everything, which tests can move.
What the package does tell is *that* somebody proved who they are; when that happened in a
request, the moment of the request is noted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse

from ketenzicht.core.crypto import Tampered, open_text, seal_text
from ketenzicht.core.held_words import ENDED_FOR

IDLE = timedelta(minutes=15)  # no term: of a session
ABSOLUTE = timedelta(hours=8)  # no term: of a session
RECENT = timedelta(minutes=5)  # no term: of a session
GRAIN = timedelta(minutes=1)  # no term: of a session
_SMALLEST = timedelta.resolution

BEGAN, SEEN, PROVED, DEVICE = "kz_began", "kz_seen", "kz_proved", "kz_device"
PASSKEY = "webauthn"
RECOVERY = "recovery_codes"
SECOND_FACTORS = frozenset({PASSKEY, "totp", RECOVERY})
#: Where the sign-in package keeps what was proved in this session, oldest first.
_RECORDS = "account_authentication_methods"
_DEVICE_LENGTH = 200
#: Pages on which somebody changes their own factors: they stay signed in, elsewhere they do not.
_OWN_FACTORS = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_remove_webauthn",
    }
)


class SealedSerializer:
    """Writes a session so that its row tells nothing: it can hold a secret being enrolled."""

    def dumps(self, content: dict[str, Any]) -> bytes:
        return seal_text(json.dumps(content), purpose="session").encode()

    def loads(self, stored: bytes) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads(open_text(stored.decode(), purpose="session"))
        except Tampered:
            return {}
        return content


def practises(request: HttpRequest) -> bool:
    """Tell whether this is a demo account in a practice world; those prove nothing."""
    return bool(settings.KETENZICHT_DEMO and getattr(request.user, "demo", False))


def missing_proof(request: HttpRequest, *, passkey: bool) -> str:
    """Return the name of the page where the missing factor is made or proved, or nothing."""
    if practises(request):
        return ""
    kinds = frozenset({PASSKEY}) if passkey else SECOND_FACTORS
    held = {factor.id: factor.kind for factor in request.user.factors if factor.kind in kinds}  # type: ignore[union-attr]  # our own User
    if not held:
        return "mfa_index"
    if any(record.get("id") in held for record in _records(request)):
        return ""
    return "mfa_reauthenticate_webauthn" if PASSKEY in held.values() else "mfa_reauthenticate"


def missing_recent_proof(request: HttpRequest, *, passkey: bool) -> str:
    """Return the name of the page where to prove oneself anew, or nothing when that is recent."""
    if practises(request):
        return ""
    kind = _proved_lately(request)
    if kind == PASSKEY or (kind and not passkey):
        return ""
    return "mfa_reauthenticate_webauthn" if passkey else "account_reauthenticate"


def missing_factor_proof(request: HttpRequest) -> str:
    """Return the page where to prove oneself before touching one's own factors, or nothing.

    With something as strong as what is held: who was tricked out of a password and a code of an
    app could otherwise make a passkey with them. A recovery code stands in for a lost passkey.
    """
    if practises(request):
        return ""
    held = {factor.kind for factor in request.user.factors} & SECOND_FACTORS  # type: ignore[union-attr]  # our own User
    strong = {PASSKEY, RECOVERY} if PASSKEY in held else SECOND_FACTORS
    kind = _proved_lately(request)
    if kind in strong or (kind and not held):
        return ""
    if not held:
        return "account_reauthenticate"
    return "mfa_reauthenticate_webauthn" if PASSKEY in held else "mfa_reauthenticate"


def _proved_lately(request: HttpRequest) -> str:
    """Return what was proved with in the last minutes, or nothing."""
    at, kind = request.session.get(PROVED, ("", ""))
    recent = bool(at) and _within(datetime.fromisoformat(at), request.now, RECENT - _SMALLEST)  # type: ignore[attr-defined]  # see core.http
    return str(kind) if recent else ""


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    found = request.session.get(_RECORDS)
    return found if isinstance(found, list) else []


class SessionClockMiddleware:
    """Ends a session that is idle for 15 minutes or older than 8 hours, and notes each proof."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now: datetime = request.now  # type: ignore[attr-defined]  # see core.http
        if request.user.is_authenticated and _is_over(request, now):
            setattr(request, ENDED_FOR, request.user.pk)
            logout(request)
        before, last = request.user.pk, _records(request)[-1:]
        response = self.get_response(request)
        if request.user.is_authenticated:
            self._note(request, now, anew=request.user.pk != before)
            if _records(request)[-1:] != last:
                record = _records(request)[-1]
                request.session[PROVED] = (now.isoformat(), record.get("type", record["method"]))
            self._keep_own(request, now)
        return response

    def _note(self, request: HttpRequest, now: datetime, *, anew: bool) -> None:
        session = request.session
        if anew or DEVICE not in session:
            session[DEVICE] = request.headers.get("User-Agent", "")[:_DEVICE_LENGTH]
        if anew or BEGAN not in session:
            session[BEGAN] = session[SEEN] = now.isoformat()
        elif now - datetime.fromisoformat(session[SEEN]) > GRAIN:
            session[SEEN] = now.isoformat()

    def _keep_own(self, request: HttpRequest, now: datetime) -> None:
        """Let the session in which a factor was changed outlive the change; no other one does.

        Whoever made a factor just now has shown it, and may see the recovery codes that go with it.
        """
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name not in _OWN_FACTORS:
            return
        before = request.user.factors  # type: ignore[union-attr]  # our own User, read at the start
        del request.user.factors  # type: ignore[union-attr]  # our own User
        made = [factor.kind for factor in request.user.factors if factor not in before]  # type: ignore[union-attr]  # our own User
        if shown := [kind for kind in made if kind != RECOVERY]:
            request.session[PROVED] = (now.isoformat(), shown[0])
        update_session_auth_hash(request, request.user)  # type: ignore[arg-type]  # signed in


def _is_over(request: HttpRequest, now: datetime) -> bool:
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        return False
    lives = _within(datetime.fromisoformat(seen), now, IDLE)
    return not (lives and _within(datetime.fromisoformat(began), now, ABSOLUTE))


def _within(since: datetime, now: datetime, term: timedelta) -> bool:
    """Tell whether a moment lies at most so long ago; one ahead was told by another clock."""
    return -GRAIN <= now - since <= term
