# SPDX-License-Identifier: EUPL-1.2
"""The two kinds of request a view can get, as types."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from ketenzicht.accounts.models import Member


class PublicRequest(HttpRequest):
    """Somebody of whom nothing is known; `now` is the one moment of this request."""

    now: datetime
    htmx: HtmxDetails


class StaffRequest(PublicRequest):
    """A signed-in member of an organisation, acting for that organisation."""

    member: Member
