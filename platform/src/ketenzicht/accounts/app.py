# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.notices import AccountNotice
from ketenzicht.accounts.permissions import AccountPermission as May
from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry

APP = App(
    order=90,
    permissions=May,
    shares={
        "administrator": frozenset({May.DESK_MANAGE, May.MEMBER_MANAGE, May.ORGANISATION_PROPOSE}),
        "platform_administrator": frozenset({May.ORGANISATION_APPROVE, May.ORGANISATION_PROPOSE}),
    },
    housekeeping=frozenset(May),
    records=dict.fromkeys(("desk", "member", "organisation", "user"), ""),
    notices=AccountNotice,
    routes=(
        Routes("staff", "organisatie/", "accounts", "staff"),
        Routes("staff", "toegang/eerste-keer/", "entrance", "entrance"),
        Routes("staff", "oefenwereld/", "demo", "demo", practice=True),
    ),
    menu=(
        Entry(
            _("Organisation"),
            "accounts:members",
            May.MEMBER_MANAGE,
            order=90,
            about=_("The people, roles and desks of your organisation."),
        ),
        Entry(
            _("Partners"),
            "accounts:partners",
            May.ORGANISATION_APPROVE,
            order=91,
            about=_("Which organisations take part, and which may not now."),
        ),
    ),
    day="day.items",
    finder="search.find",
    # Last, so that mail of the other sweeps goes out in the same round.
    sweep="tasks.sweep",
)
