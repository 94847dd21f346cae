# SPDX-License-Identifier: EUPL-1.2
"""Addresses every surface serves: how it is, and where to report a weakness."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.surfaces.public import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health, name="health"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
]
