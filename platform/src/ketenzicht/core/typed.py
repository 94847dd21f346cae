# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed comes back with a refusal: nobody writes the same text twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpRequest

#: Never shown again: secrets, and what a form carries for itself.
_SECRET = re.compile(r"password|secret|code|token|acts_for|visit", re.IGNORECASE)
#: What a page wrote into its own fields: keys, moments, small numbers, codes of a list. A
#: telephone number is what somebody typed.
_MACHINE = re.compile(
    r"[0-9a-f-]{36}|\d{4}-\d\d(-\d\d([T ][\d:.]+([+-][\d:]+|Z)?)?)?|\d{1,6}|\d\d:\d\d(:\d\d)?"
    r"|[a-z0-9]+(_[a-z0-9]+)+|on|true|false"
)
MOST = 40


def kept(request: HttpRequest) -> tuple[str, ...]:
    """Return the texts that were sent, in the order of the form."""
    return tuple(text for _name, text in _texts(request))


def repeated(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """Return everything that was sent, to send it again as it was; nothing if part is secret.

    Only for a form whose protection against forgery held.
    """
    sent = list(_sent(request))
    if any(_SECRET.search(name) for name, _value in sent) or request.FILES:
        return ()
    return tuple(sent)


def _texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, value in _sent(request):
        if value.strip() and not _SECRET.search(name) and not _MACHINE.fullmatch(value):
            yield name, value


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    if request.method != "POST":
        return
    for name, values in list(request.POST.lists())[:MOST]:
        if name not in {"csrfmiddlewaretoken", "acts_for", "visit"}:
            yield from ((name, str(value)) for value in values)
