# SPDX-License-Identifier: EUPL-1.2
"""The places in the staff bar, gathered from the apps."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.models import Member
from ketenzicht.core.menu import Entry
from ketenzicht.web.frame import Place

APPS = ("intake", "cases", "register", "estimates", "publishing", "accounts")


def entries() -> tuple[Entry, ...]:
    """Return all entries of all apps in the order of the bar."""
    found: list[Entry] = []
    for app in APPS:
        name = f"ketenzicht.{app}.menu"
        if find_spec(name):
            found += import_module(name).ENTRIES
    return tuple(sorted(found, key=lambda entry: entry.order))


def places_for(member: Member, path: str) -> tuple[Place, ...]:
    """Return the places this member's roles open; My day comes first."""
    day = reverse("staff:day")
    open_to_me = [entry for entry in entries() if entry.permission in member.permissions]
    urls = [day, *(reverse(entry.url_name) for entry in open_to_me)]
    labels = [_("My day"), *(str(entry.label) for entry in open_to_me)]
    # A place below another counts as itself alone: the longest address that fits is where we are.
    here = max((url for url in urls if path.startswith(url) and url != day), key=len, default=path)
    return tuple(Place(label, url, url == here) for label, url in zip(labels, urls, strict=True))
