# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the public surface; none of them tells what the page is about."""

from ketenzicht.surfaces.routing import patterns_of

patterns = patterns_of("public")
