# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search words of sealed texts, per organisation."""

    name = "ketenzicht.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
