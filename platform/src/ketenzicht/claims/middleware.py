# SPDX-License-Identifier: EUPL-1.2
"""A change that was taken over in one process holds in the others within seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from ketenzicht.claims import selectors, services

EVERY = 15.0  # seconds between two looks


class FreshClaimsMiddleware:
    """Looks every few seconds whether a change was taken over elsewhere, and takes it in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.looked = -EVERY
        self.newest: tuple[int, datetime | None] = (0, None)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if monotonic() - self.looked >= EVERY:
            self.looked = monotonic()
            self._look()
        return self.get_response(request)

    def _look(self) -> None:
        try:
            newest = selectors.last_taken()
            if newest != self.newest:
                services.refresh()
                self.newest = newest
        except DatabaseError:  # the page itself says that the database cannot be reached
            return
