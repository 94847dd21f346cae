# SPDX-License-Identifier: EUPL-1.2
"""The public surface as a process of its own."""

from ketenzicht.surfaces.own import urlpatterns as own
from ketenzicht.surfaces.public.urls import patterns
from ketenzicht.surfaces.urls import spoken

urlpatterns = [*own, *spoken("", patterns)]
handler400 = "ketenzicht.surfaces.problems.bad_request"
handler403 = "ketenzicht.surfaces.problems.not_allowed"
handler404 = "ketenzicht.surfaces.problems.not_found"
handler500 = "ketenzicht.surfaces.problems.failure"
