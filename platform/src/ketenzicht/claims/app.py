# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.claims.permissions import ClaimPermission as May
from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry

_STEWARDS = frozenset({"comensha_helpdesk", "ketenregisseur", "platform_administrator"})
#: Nobody works as the person an organisation helps.
_READERS = {role.code for role in reference.roles()} - {"client"}

APP = App(
    order=4,
    permissions=May,
    shares={
        role: frozenset(May if role in _STEWARDS else {May.CLAIM_READ})
        for role in _READERS | _STEWARDS
    },
    housekeeping=frozenset(May),
    # Rules and numbers: no person is behind them.
    records={"claim_change": "", "claim_part": ""},
    routes=(Routes("staff", "beweringen/", "claims", "staff"),),
    menu=(
        Entry(
            _("What we claim"),
            "claims:list",
            May.CLAIM_READ,
            order=95,
            about=_("Every term, number and list: what it rests on and who stands for it."),
        ),
    ),
    starts=("work",),
    sweep="tasks.sweep",
)
