# SPDX-License-Identifier: EUPL-1.2
"""The places in the staff bar, gathered from the apps."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.declaration import declared
from ketenzicht.core.menu import Entry
from ketenzicht.web.frame import Place


def entries() -> tuple[Entry, ...]:
    """Return all entries of all apps in the order of the bar."""
    found = [entry for app in declared().values() for entry in app.menu]
    return tuple(sorted(found, key=lambda entry: entry.order))


def places_for(member: Member, path: str) -> tuple[Place, ...]:
    """Return the places this member's roles open; My day comes first."""
    day = reverse("staff:day")
    open_to_me = [entry for entry in entries() if entry.permission in member.permissions]
    day_about = _("What asks something of you, sorted by the harm of leaving it.")
    known = [(_("My day"), day, day_about)]
    known += [(str(one.label), reverse(one.url_name), str(one.about)) for one in open_to_me]
    # A place below another counts as itself alone: the longest address that fits is where we are.
    below = (url for _label, url, _about in known if path.startswith(url) and url != day)
    here = max(below, key=len, default=path)
    return tuple(Place(label, url, url == here, about=about) for label, url, about in known)
