# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the register, under /werk/register/."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.register.views import pages

public: list[URLPattern | URLResolver] = []
api: list[URLPattern | URLResolver] = []
staff: list[URLPattern | URLResolver] = [
    path("", pages.entries, name="list"),
    path("registratie/<uuid:entry_id>/", pages.entry, name="entry"),
    path("dubbelen/", pages.doubles, name="doubles"),
    path("dubbelen/<uuid:entry_id>/<uuid:other_id>/", pages.decide, name="decide"),
    path("beslist/", pages.decisions, name="decisions"),
    path("beslist/<uuid:decision_id>/terug/", pages.undo, name="undo"),
    path("tellingen/", pages.counts, name="counts"),
    path("plicht/", pages.duty, name="duty"),
    path("zaak/<uuid:case_id>/", pages.enter, name="enter"),
    path("zaak/<uuid:case_id>/terugtrekken/", pages.withdraw, name="withdraw"),
]
