# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the estimates."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.estimates import views

staff: list[URLPattern | URLResolver] = [
    path("", views.runs, name="runs"),
    path("nieuw/", views.choose_lists, name="new"),
    path("lijsten/<uuid:input_id>/", views.choose_method, name="method"),
    path("lijsten/<uuid:input_id>/lijsten.csv", views.input_csv, name="input-csv"),
    path("vergelijken/", views.compare, name="compare"),
    path("<uuid:run_id>/", views.detail, name="run"),
    path("<uuid:run_id>/uitkomst.json", views.result_json, name="run-json"),
    path("<uuid:run_id>/voortgang/", views.progress, name="progress"),
    path("<uuid:run_id>/stoppen/", views.cancel, name="cancel"),
    path("<uuid:run_id>/nagaan/", views.examine, name="examine"),
    path("<uuid:run_id>/nagaan/stoppen/", views.cancel_examination, name="cancel-examination"),
]
