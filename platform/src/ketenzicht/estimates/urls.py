# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the estimates."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.estimates.views import pages
from ketenzicht.sheets.downloads import files

staff: list[URLPattern | URLResolver] = [
    path("", pages.runs, name="runs"),
    path("nieuw/", pages.choose_lists, name="new"),
    path("lijsten/<uuid:input_id>/", pages.choose_method, name="method"),
    *files("lijsten/<uuid:input_id>/lijsten", pages.input_file, "input"),
    path("vergelijken/", pages.compare, name="compare"),
    path("<uuid:run_id>/", pages.detail, name="run"),
    path("<uuid:run_id>/uitkomst.json", pages.result_json, name="run-json"),
    path("<uuid:run_id>/voortgang/", pages.progress, name="progress"),
    path("<uuid:run_id>/stoppen/", pages.cancel, name="cancel"),
    path("<uuid:run_id>/nagaan/", pages.examine, name="examine"),
    path("<uuid:run_id>/nagaan/stoppen/", pages.cancel_examination, name="cancel-examination"),
]
