# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.claims.on_record import ON_RECORD
from ketenzicht.claims.permissions import ClaimPermission as May
from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry
from ketenzicht.core.rights import ALL, Process, Rights

_STEWARDS = frozenset({"comensha_helpdesk", "ketenregisseur", "platform_administrator"})
#: Nobody works as the person an organisation helps.
_READERS = {role.code for role in reference.roles()} - {"client"}

#: What was proposed and not decided is for who decides.
TAKEN = Rights(read=ALL, rows="state = 'accepted'")

APP = App(
    order=4,
    permissions=May,
    shares={
        role: frozenset(May if role in _STEWARDS else {May.CLAIM_READ})
        for role in _READERS | _STEWARDS
    },
    housekeeping=frozenset(May),
    # Rules and numbers: no person is behind them.
    on_record=ON_RECORD,
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
    rights={
        Process.PUBLIC: {"claims_change": TAKEN},
        Process.API: {"claims_change": TAKEN},
    },
)
