# SPDX-License-Identifier: EUPL-1.2
"""Addresses every surface serves: how it is, and where to report a weakness."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.surfaces import installation

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", installation.health, name="health"),
    path(".well-known/security.txt", installation.security_txt, name="security-txt"),
]
