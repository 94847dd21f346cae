# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the public surface; none of them tells what the page is about."""

from django.urls import include, path

from ketenzicht.intake import urls as intake
from ketenzicht.publishing import urls as publishing

patterns = [
    path("", include((intake.public, "intake-public"))),
    path("", include((publishing.public, "publishing-public"))),
]
