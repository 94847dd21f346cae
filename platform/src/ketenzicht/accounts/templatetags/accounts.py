# SPDX-License-Identifier: EUPL-1.2
"""Codes in words: regions, mandates, and the browsers of somebody's sessions."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ketenzicht import reference
from ketenzicht.accounts.roles import MANDATES
from ketenzicht.core.clock import today

register = template.Library()

# In this order: browsers call themselves by the names of older ones as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Chromium", "Chromium"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def mandate_label(kind: str) -> str:
    """Name a mandate in the words it was given under."""
    return str(dict(MANDATES).get(kind, kind))


@register.filter
def region_label(region: str) -> str:
    """Name a care region in the reader's language."""
    return reference.code("care_coordination_regions", region, by=today()).label(
        get_language() or "nl"
    )


@register.filter
def device(user_agent: str) -> str:
    """Name the browser and the machine, or say that they are unknown."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    machine = next((name for sign, name in MACHINES if sign in user_agent), "")
    if not browser or not machine:
        return browser or machine or _("Unknown browser")
    return _("%(browser)s on %(machine)s") % {"browser": browser, "machine": machine}
