# SPDX-License-Identifier: EUPL-1.2
"""The ways to a table as a file: `{% load sheets %}`."""

from django import template
from django.urls import reverse
from django.utils.functional import Promise

from ketenzicht.sheets.downloads import FORMATS

register = template.Library()


@register.inclusion_tag("sheets/downloads.html")
def downloads(
    title: str, name: str, *arguments: object
) -> dict[str, str | list[tuple[str, str | Promise]]]:
    """Links to the same rows as a file for a program, a Dutch spreadsheet and Excel."""
    links = [(reverse(f"{name}-{kind.key}", args=arguments), kind.label) for kind in FORMATS]
    return {"title": title, "links": links}
