# SPDX-License-Identifier: EUPL-1.2
"""The pages of all apps on one surface, under the prefix that each declared."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from ketenzicht.core.declaration import Surface, declared


def patterns_of(surface: Surface) -> list[URLPattern | URLResolver]:
    """Return what the apps serve on a surface, in their order."""
    return [
        path(
            route.prefix,
            include((getattr(import_module(f"{package}.urls"), route.patterns), route.namespace)),
        )
        for package, app in declared().items()
        for route in app.routes
        if route.surface == surface and (settings.KETENZICHT_DEMO or not route.practice)
    ]
