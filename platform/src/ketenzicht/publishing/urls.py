# SPDX-License-Identifier: EUPL-1.2
"""Addresses of figures and releases."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.publishing import api as answers
from ketenzicht.publishing.views import pages

public: list[URLPattern | URLResolver] = [
    path("cijfers/", pages.figures, name="figures"),
    path("cijfers/<slug:series>.csv", pages.series_csv, name="series-csv"),
    path("cijfers/register/<slug:name>.csv", pages.table_csv, name="table-csv"),
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
