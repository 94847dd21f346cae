# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry
from ketenzicht.estimates.on_record import ON_RECORD
from ketenzicht.estimates.permissions import EstimatePermission as May

READING = frozenset({May.ESTIMATE_READ})

APP = App(
    order=40,
    permissions=May,
    shares={
        "analyst": READING | {May.ESTIMATE_RUN},
        "ketenregisseur": READING,
        "publisher": READING,
        "registrar": READING,
        "table_chair": READING,
    },
    # Counts: no person is behind them.
    on_record=ON_RECORD,
    records=dict.fromkeys(("examination", "input", "run"), ""),
    routes=(Routes("staff", "schatting/", "estimates", "staff"),),
    menu=(
        Entry(
            _("Estimates"),
            "estimates:runs",
            May.ESTIMATE_READ,
            order=60,
            about=_("How many people nobody sees, with the uncertainty."),
        ),
    ),
    finder="search.find",
    sweep="tasks.sweep",
)
