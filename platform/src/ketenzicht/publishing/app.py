# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry
from ketenzicht.core.rights import ALL, Process, Rights
from ketenzicht.publishing.on_record import ON_RECORD
from ketenzicht.publishing.permissions import ReleasePermission as May

#: What is being prepared is for who prepares and approves.
OUTSIDE = Rights(read=ALL, rows="state <> 'prepared'")

APP = App(
    order=50,
    permissions=May,
    shares={
        "analyst": frozenset({May.RELEASE_PREPARE}),
        "publisher": frozenset({May.RELEASE_APPROVE, May.RELEASE_PREPARE}),
    },
    # Counts: no person is behind them.
    on_record=ON_RECORD,
    records={"release": ""},
    routes=(
        Routes("public", "", "publishing-public", "public"),
        Routes("staff", "cijfers/", "publishing", "staff"),
        Routes("api", "", "api", "api"),
    ),
    menu=(
        Entry(
            _("Releases"),
            "publishing:releases",
            May.RELEASE_PREPARE,
            order=70,
            about=_("What becomes public: one prepares, another approves."),
        ),
    ),
    starts=("work",),
    finder="search.find",
    rights={
        Process.PUBLIC: {"publishing_release": OUTSIDE},
        Process.API: {"publishing_release": OUTSIDE},
    },
)
