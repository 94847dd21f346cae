# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the register, under /werk/register/."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.register.views import desk, entering

public: list[URLPattern | URLResolver] = []
api: list[URLPattern | URLResolver] = []
staff: list[URLPattern | URLResolver] = [
    path("", desk.entries, name="list"),
    path("registratie/<uuid:entry_id>/", desk.entry, name="entry"),
    path("dubbelen/", desk.doubles, name="doubles"),
    path("dubbelen/samen/", desk.apart_together, name="apart-together"),
    path("dubbelen/<uuid:entry_id>/<uuid:other_id>/", desk.decide, name="decide"),
    path("beslist/", desk.decisions, name="decisions"),
    path("beslist/samen/terug/", desk.undo_together, name="undo-together"),
    path("beslist/<uuid:decision_id>/terug/", desk.undo, name="undo"),
    path("tellingen/", desk.counts, name="counts"),
    path("plicht/", entering.duty, name="duty"),
    path("zaak/<uuid:case_id>/", entering.enter, name="enter"),
    path("zaak/<uuid:case_id>/terugtrekken/", entering.withdraw, name="withdraw"),
]
