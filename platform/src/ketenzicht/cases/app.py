# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.notices import CaseNotice
from ketenzicht.cases.on_record import ON_RECORD
from ketenzicht.cases.permissions import CasePermission as May
from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry

# Whoever is asked to do one thing for a person says yes or no to it, and that it is done.
ASKED = frozenset({May.CASE_READ, May.CASE_ANSWER})
CARE = ASKED | {May.CASE_WRITE, May.BOARD_READ, May.DISPUTE_READ}
# Whoever may be asked to hold a case can also share and close it.
HOLDING = CARE | {May.CASE_CLOSE, May.CASE_GRANT, May.CASE_TRANSFER, May.CASE_IDENTITY}
COORDINATION = HOLDING | {May.CASE_BREAK_GLASS, May.CASE_OPEN}
READING = frozenset({May.CASE_READ})
WAITING = frozenset({May.BOARD_READ})

APP = App(
    order=20,
    permissions=May,
    shares={
        "aandachtsfunctionaris": CARE,
        "comensha_helpdesk": COORDINATION | {May.BED_ANSWER, May.BED_READ},
        "guardian": HOLDING,
        "inspector": READING,
        "investigator": READING,
        "ketenregisseur": WAITING | {May.DISPUTE_READ, May.DISPUTE_DECIDE},
        "lawyer": ASKED,
        "privacy_officer": frozenset({May.BREAK_GLASS_REVIEW}),
        "shelter_worker": HOLDING | {May.BED_ANSWER, May.BED_READ},
        "table_chair": WAITING,
        "volunteer_coordinator": ASKED,
        "zorgcoordinator": COORDINATION | {May.BED_READ},
    },
    housekeeping=frozenset({May.BREAK_GLASS_REVIEW}),
    on_record=ON_RECORD,
    records=dict.fromkeys(
        (
            "break-glass",
            "break-glass-list",
            "case",
            "case-list",
            "consent",
            "dispute",
            "identity",
            "label",
            "need",
            "places",
            "stall-list",
            "transfer",
            "transfer-list",
            "whereabouts",
        ),
        "care-coordination",
    ),
    notices=CaseNotice,
    routes=(Routes("staff", "zaken/", "cases", "staff"),),
    menu=(
        Entry(
            _("My cases"),
            "cases:list",
            May.CASE_READ,
            20,
            _("The cases you hold or that are shared with you."),
        ),
        Entry(
            _("Hand-overs"),
            "cases:inbox",
            May.CASE_TRANSFER,
            21,
            _("Cases you are asked to take over, and those you offered."),
        ),
        Entry(
            _("Beds"),
            "cases:beds",
            May.BED_ANSWER,
            21,
            _("Who asks you for a bed, and the beds you offered."),
        ),
        Entry(
            _("Places"),
            "cases:places",
            May.BED_READ,
            21,
            _("How many beds there are, and how many are free."),
        ),
        Entry(
            _("Who waits"),
            "cases:board",
            May.BOARD_READ,
            22,
            _("Who keeps whom waiting too long, and who pays."),
        ),
        Entry(
            _("Emergency access"),
            "cases:reviews",
            May.BREAK_GLASS_REVIEW,
            60,
            _("Who opened a case in an emergency; you judge it."),
        ),
    ),
    finder="search.find",
    sweep="tasks.sweep",
    starts=("work",),
)
