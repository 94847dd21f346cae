# SPDX-License-Identifier: EUPL-1.2
"""Puts a surface's patterns under its prefix; Dutch has no prefix, English is /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

Patterns = list[URLPattern | URLResolver]


def spoken(prefix: str, patterns: Patterns) -> Patterns:
    """Return the patterns in both languages."""
    return list(i18n_patterns(path(prefix, include(patterns)), prefix_default_language=False))
