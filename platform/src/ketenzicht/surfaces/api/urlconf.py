# SPDX-License-Identifier: EUPL-1.2
"""The api surface as a process of its own."""

from django.urls import include, path

from ketenzicht.surfaces.api.urls import patterns
from ketenzicht.surfaces.own import urlpatterns as own

urlpatterns = [*own, path("v1/", include(patterns))]
handler400 = "ketenzicht.surfaces.problems.bad_request"
handler403 = "ketenzicht.surfaces.problems.not_allowed"
handler404 = "ketenzicht.surfaces.problems.not_found"
handler500 = "ketenzicht.surfaces.problems.failure"
