# SPDX-License-Identifier: EUPL-1.2
"""Addresses of figures and releases."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.publishing import api as answers
from ketenzicht.publishing.views import pages
from ketenzicht.sheets.downloads import files

public: list[URLPattern | URLResolver] = [
    path("cijfers/", pages.figures, name="figures"),
    *files("cijfers/<slug:series>", pages.series_file, "series"),
    *files("cijfers/register/<slug:name>", pages.table_file, "table"),
]

staff: list[URLPattern | URLResolver] = [
    path("", pages.releases, name="releases"),
    path("nieuw/", pages.prepare, name="prepare"),
    path("<uuid:release_id>/", pages.release, name="release"),
    path("<uuid:release_id>/publiceren/", pages.approve, name="approve"),
    path("<uuid:release_id>/intrekken/", pages.withdraw, name="withdraw"),
]

api: list[URLPattern | URLResolver] = [
    path("figures", answers.list_series, name="series-list"),
    path("figures/<slug:series>", answers.show_series, name="series"),
    path("releases/latest", answers.latest_release, name="release"),
    path("openapi.json", answers.openapi, name="openapi"),
]
