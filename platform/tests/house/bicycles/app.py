# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy as _

from ketenzicht.bicycles.permissions import BicyclePermission as May
from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry

APP = App(
    order=60,
    permissions=May,
    shares={"shelter_worker": frozenset(May)},
    records={"bicycle": ""},
    routes=(Routes("staff", "fietsen/", "bicycles", "staff"),),
    menu=(Entry(_("Bicycles"), "bicycles:list", May.BICYCLE_LEND),),
    starts=("work",),
)
