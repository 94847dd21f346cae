# SPDX-License-Identifier: EUPL-1.2
"""Slowing down whoever sends or guesses too much, without knowing who it is.

The address of the connection only ever becomes a fingerprint that changes daily (core.limits).
Behind a proxy it is the last address of the forwarding header, the one our own proxy wrote;
without one, that header is anybody's word and is not looked at.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto

from django.conf import settings

from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import TooMany
from ketenzicht.core.http import PublicRequest
from ketenzicht.core.limits import allow, neighbourhood, tried, tries
from ketenzicht.intake.states import Urgency
from ketenzicht.reference import threshold

# no term: in which sending is counted
HOUR = timedelta(hours=1)
#: How long whoever sends from a crowded connection waits; nobody types a report that fast.
WAIT = timedelta(seconds=30)


def throttle(
    request: PublicRequest,
    act: str,
    sentence: str,
    *,
    limit: int,
    window: timedelta,
    of: str = "",
) -> None:
    """Count one try of an act, and refuse once there were too many from one connection.

    Whoever proved to have a code is counted by that code (`of`), not with all others of a school
    or a reception centre.
    """
    whose = of or neighbourhood(_connection(request))
    if not allow(f"{act}:{whose}", limit=limit, window=window, now=request.now):
        raise TooMany(sentence)


class Pace(Enum):
    """How soon a report may be sent from a connection that others send from as well."""

    AT_ONCE = auto()
    AFTER_A_WAIT = auto()
    NOT_NOW = auto()


def pace(request: PublicRequest, urgency: Urgency) -> Pace:
    """Count one report of a connection, and tell how soon it may go: danger now goes at once."""
    sent = tried(_sending(request), window=HOUR, now=request.now)
    today = local_date(request.now)
    if urgency is Urgency.NOW or sent <= threshold("reports_per_connection", today):
        return Pace.AT_ONCE
    most = threshold("reports_per_connection_most", today)
    return Pace.AFTER_A_WAIT if sent <= most else Pace.NOT_NOW


def expected_pace(request: PublicRequest) -> Pace:
    """Tell how soon the next report from this connection may go, before it is written."""
    sent = tries(_sending(request), window=HOUR, now=request.now)
    today = local_date(request.now)
    if sent < threshold("reports_per_connection", today):
        return Pace.AT_ONCE
    most = threshold("reports_per_connection_most", today)
    return Pace.AFTER_A_WAIT if sent < most else Pace.NOT_NOW


def used_up(request: PublicRequest, act: str, *, limit: int, window: timedelta) -> bool:
    """Tell whether the next try of an act from this connection would be refused."""
    key = f"{act}:{neighbourhood(_connection(request))}"
    return tries(key, window=window, now=request.now) >= limit


def _sending(request: PublicRequest) -> str:
    return f"send:{neighbourhood(_connection(request))}"


def _connection(request: PublicRequest) -> str:
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return address
    header: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return header.rpartition(",")[2].strip() or address
