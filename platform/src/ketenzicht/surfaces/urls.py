# SPDX-License-Identifier: EUPL-1.2
"""Puts a surface's patterns under its prefix; Dutch has no prefix, English is /en/."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

Patterns = Sequence[URLPattern | URLResolver]


def spoken(prefix: str, patterns: Patterns) -> list[URLPattern | URLResolver]:
    """Return the patterns in both languages."""
    return list(i18n_patterns(path(prefix, include(list(patterns))), prefix_default_language=False))
