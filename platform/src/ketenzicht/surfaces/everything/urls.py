# SPDX-License-Identifier: EUPL-1.2
"""All surfaces in one process."""

from ketenzicht.surfaces.api.urlconf import urlpatterns as api
from ketenzicht.surfaces.public.urls import patterns as public
from ketenzicht.surfaces.staff.urls import patterns as staff
from ketenzicht.surfaces.urls import spoken

urlpatterns = [*api, *spoken("werk/", staff), *spoken("", public)]
handler400 = "ketenzicht.surfaces.problems.bad_request"
handler403 = "ketenzicht.surfaces.problems.not_allowed"
handler404 = "ketenzicht.surfaces.problems.not_found"
handler500 = "ketenzicht.surfaces.problems.failure"
