# SPDX-License-Identifier: EUPL-1.2
"""Django's entry for the design system; it has no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags under the label `web`."""

    name = "ketenzicht.web"
    label = "web"
