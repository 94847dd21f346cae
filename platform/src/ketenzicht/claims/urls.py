# SPDX-License-Identifier: EUPL-1.2
"""Addresses of claims."""

from django.urls import URLPattern, URLResolver, path

from ketenzicht.claims.views import changing, reading
from ketenzicht.sheets.downloads import files

CLAIM = "<slug:claim_section>/<slug:claim_code>/"

staff: list[URLPattern | URLResolver] = [
    path("", reading.claims, name="list"),
    *files("alles", reading.claims_file, "file"),
    path("onderdelen/", changing.parts, name="parts"),
    path("onderdelen/<slug:claim_part>/op-mij/", changing.take, name="take"),
    path("onderdelen/<slug:claim_part>/niet-meer/", changing.leave, name="leave"),
    path("voorstellen/", changing.changes, name="changes"),
    path("voorstellen/inlezen/", changing.take_in, name="take-in"),
    path("voorstellen/meegeven.yaml", changing.export, name="export"),
    path("voorstellen/<uuid:change_id>/", changing.change, name="change"),
    path("voorstellen/<uuid:change_id>/overnemen/", changing.accept, name="accept"),
    path("voorstellen/<uuid:change_id>/niet-overnemen/", changing.refuse, name="refuse"),
    path(CLAIM, reading.claim, name="claim"),
    path(f"{CLAIM}wijzigen/", changing.propose, name="propose"),
    path(f"{CLAIM}erbij/", changing.add, name="add"),
    path(f"{CLAIM}<str:begins>/<slug:region>/opnieuw-bekeken/", changing.look, name="look"),
]
