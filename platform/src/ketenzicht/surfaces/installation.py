# SPDX-License-Identifier: EUPL-1.2
"""Small answers of the installation itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ketenzicht.core.errors import NotFound
from ketenzicht.core.http import PublicRequest
from ketenzicht.core.policy import everyone, open_to

KEPT = timedelta(days=180)  # no term: of a file for researchers of security


@open_to(everyone)
@require_safe
def security_txt(request: PublicRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116)."""
    contact = settings.KETENZICHT_SECURITY_CONTACT
    if not contact:
        raise NotFound
    expires = (request.now + KEPT).replace(microsecond=0).isoformat()
    lines = [f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: nl, en", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@open_to(everyone)
@require_safe
def health(request: PublicRequest) -> HttpResponse:
    """Say whether this process serves and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
