# SPDX-License-Identifier: EUPL-1.2
"""Slowing down whoever sends or guesses too much, without knowing who it is.

The address of the connection only ever becomes a fingerprint that changes daily (core.limits).
Behind a proxy it is the last address of the forwarding header, the one our own proxy wrote;
without one, that header is anybody's word and is not looked at.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from ketenzicht.core.errors import TooMany
from ketenzicht.core.http import PublicRequest
from ketenzicht.core.limits import allow, neighbourhood


def throttle(
    request: PublicRequest, act: str, sentence: str, *, limit: int, window: timedelta
) -> None:
    """Count one try of an act, and refuse once there were too many from one connection."""
    if not allow(
        f"{act}:{neighbourhood(_connection(request))}", limit=limit, window=window, now=request.now
    ):
        raise TooMany(sentence)


def _connection(request: PublicRequest) -> str:
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return address
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return forwarded.rpartition(",")[2].strip() or address
