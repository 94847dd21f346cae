# SPDX-License-Identifier: EUPL-1.2
"""Pages for everybody: no session, no sign-in, and keys that can seal but not open."""

from ketenzicht.core.crypto.keys import PUBLIC_KEYS
from ketenzicht.surfaces.base import *  # noqa: F403  because a settings module is a namespace
from ketenzicht.surfaces.base import (
    APPS_WITHOUT_SIGN_IN,
    BODY_MIDDLEWARE,
    HEAD_MIDDLEWARE,
    TAIL_MIDDLEWARE,
)

KETENZICHT_SURFACE = "public"
KETENZICHT_KEYS_ALLOWED = PUBLIC_KEYS
ROOT_URLCONF = "ketenzicht.surfaces.public.urlconf"
MIDDLEWARE = [*HEAD_MIDDLEWARE, *BODY_MIDDLEWARE, *TAIL_MIDDLEWARE]
INSTALLED_APPS = APPS_WITHOUT_SIGN_IN
AUTHENTICATION_BACKENDS: list[str] = []
