# SPDX-License-Identifier: EUPL-1.2
"""All surfaces in one process, for evaluation on one machine."""

from ketenzicht.surfaces.base import *  # noqa: F403  because a settings module is a namespace
from ketenzicht.surfaces.base import (
    BODY_MIDDLEWARE,
    HEAD_MIDDLEWARE,
    SESSION_MIDDLEWARE,
    SIGN_IN_MIDDLEWARE,
    TAIL_MIDDLEWARE,
)

KETENZICHT_SURFACE = "everything"
ROOT_URLCONF = "ketenzicht.surfaces.everything.urls"
MIDDLEWARE = [
    *HEAD_MIDDLEWARE,
    *SESSION_MIDDLEWARE,
    *BODY_MIDDLEWARE,
    *SIGN_IN_MIDDLEWARE,
    *TAIL_MIDDLEWARE,
]
