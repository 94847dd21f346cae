# SPDX-License-Identifier: EUPL-1.2
"""Answers for programs; only public figures for now, so without sign-in."""

from ketenzicht.surfaces.base import *  # noqa: F403  because a settings module is a namespace
from ketenzicht.surfaces.base import (
    APPS_WITHOUT_SIGN_IN,
    BODY_MIDDLEWARE,
    HEAD_MIDDLEWARE,
    TAIL_MIDDLEWARE,
)

KETENZICHT_SURFACE = "api"
KETENZICHT_KEYS_ALLOWED = frozenset({"limits.key"})
ROOT_URLCONF = "ketenzicht.surfaces.api.urlconf"
MIDDLEWARE = [*HEAD_MIDDLEWARE, *BODY_MIDDLEWARE, *TAIL_MIDDLEWARE]
INSTALLED_APPS = APPS_WITHOUT_SIGN_IN
AUTHENTICATION_BACKENDS: list[str] = []
