# SPDX-License-Identifier: EUPL-1.2
"""Addresses that exist for the tests of the design system only."""

from django.urls import path

from ketenzicht.core.policy import everyone, open_to
from ketenzicht.web.views import style_guide

guide = open_to(everyone)(style_guide)

urlpatterns = [
    path("een/", guide, {"frame": "public"}),
    path("twee/", guide, {"frame": "public"}),
    path("drie/", guide, {"frame": "public"}),
    path("werk/", guide, {"frame": "staff"}),
    path("", guide, {"frame": "public"}),
]
