# SPDX-License-Identifier: EUPL-1.2
"""Addresses of figures and releases."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.publishing import api as answers
from ketenzicht.publishing import views

public: list[URLPattern | URLResolver] = [
    path("cijfers/", views.figures, name="figures"),
    path("cijfers/<slug:series>.csv", views.series_csv, name="series-csv"),
    path("cijfers/register/<slug:name>.csv", views.table_csv, name="table-csv"),
]

staff: list[URLPattern | URLResolver] = [
    path("", views.releases, name="releases"),
    path("nieuw/", views.prepare, name="prepare"),
    path("<uuid:release_id>/", views.release, name="release"),
    path("<uuid:release_id>/publiceren/", views.approve, name="approve"),
    path("<uuid:release_id>/intrekken/", views.withdraw, name="withdraw"),
]

api: list[URLPattern | URLResolver] = [
    path("figures", answers.list_series, name="series-list"),
    path("figures/<slug:series>", answers.show_series, name="series"),
    path("releases/latest", answers.latest_release, name="release"),
    path("openapi.json", answers.openapi, name="openapi"),
]
