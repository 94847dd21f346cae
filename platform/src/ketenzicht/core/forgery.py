# SPDX-License-Identifier: EUPL-1.2
"""Protection of forms against forgery that works while nothing is told about the page before.

Pages are sent with `Referrer-Policy: no-referrer`, because an address may give somebody away.
Browsers then send `Origin: null` with our own forms too. What they do still tell, in a header no
script can set, is whether the form came from this site: `Sec-Fetch-Site: same-origin`. Only with
that is "null" taken for our own; the token in the form is asked for in any case.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class ForgeryMiddleware(CsrfViewMiddleware):
    """Django's protection, with a hidden origin judged by where the browser says it came from."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.headers.get("Origin") == "null":
            return request.headers.get("Sec-Fetch-Site") == "same-origin"
        return bool(super()._origin_verified(request))  # type: ignore[misc]  # not in the stubs
