# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the register, under /werk/register/."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.register import views

public: list[URLPattern | URLResolver] = []
api: list[URLPattern | URLResolver] = []
staff: list[URLPattern | URLResolver] = [
    path("", views.entries, name="list"),
    path("dubbelen/", views.doubles, name="doubles"),
    path("dubbelen/<uuid:entry_id>/<uuid:other_id>/", views.decide, name="decide"),
    path("dubbelen/<uuid:merge_id>/terug/", views.undo, name="undo"),
    path("tellingen/", views.counts, name="counts"),
    path("plicht/", views.duty, name="duty"),
    path("zaak/<uuid:case_id>/", views.enter, name="enter"),
    path("zaak/<uuid:case_id>/terugtrekken/", views.withdraw, name="withdraw"),
]
