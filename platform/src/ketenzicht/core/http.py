# SPDX-License-Identifier: EUPL-1.2
"""The request a view gets, as a type, and what is read from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class PublicRequest(HttpRequest):
    """Somebody of whom nothing is known; `now` is the one moment of this request."""

    now: datetime
    htmx: HtmxDetails
    #: What each form on this page carries, so that it says what it was shown for.
    carried: dict[str, str]


#: More digits than any page, screen or version has; longer ones are somebody's experiment.
_MOST_DIGITS = 9


def whole_number(text: str | None, otherwise: int = 0) -> int:
    """Read a number that came with a request; whatever is none counts as something else."""
    usual = text is not None and len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit()
    return int(text or "") if usual else otherwise


def uuids(given: Iterable[str]) -> list[UUID]:
    """Read the keys that came with a request; whatever is none is left out."""
    found = []
    for text in given:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def posted_version(request: HttpRequest) -> int:
    """Return which version of a thing somebody had before them; 0 fits none."""
    return whole_number(request.POST.get("version"))


def see_other(name: str, *args: object) -> HttpResponseRedirect:
    """Go on with a GET after a POST, so that loading the page again repeats nothing."""
    answer = HttpResponseRedirect(reverse(name, args=args))
    answer.status_code = 303
    return answer
