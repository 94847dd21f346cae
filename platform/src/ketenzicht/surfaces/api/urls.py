# SPDX-License-Identifier: EUPL-1.2
"""Addresses for programs, all under /v1/."""

from ketenzicht.surfaces.routing import patterns_of

patterns = patterns_of("api")
