# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry
from ketenzicht.core.rights import ALL, READ, Process, Rights, columns
from ketenzicht.intake.notices import ReportNotice
from ketenzicht.intake.on_record import ON_RECORD
from ketenzicht.intake.permissions import ReportPermission as May

TRIAGE = frozenset({May.REPORT_READ, May.REPORT_TRIAGE})

APP = App(
    order=10,
    permissions=May,
    shares={
        "aandachtsfunctionaris": TRIAGE,
        "comensha_helpdesk": TRIAGE | {May.REPORTER_REVEAL},
        # A report goes along with the case that came of it: who may hold a case reads it.
        "guardian": TRIAGE,
        "inspector": TRIAGE,
        "investigator": TRIAGE,
        "shelter_worker": TRIAGE,
        "zorgcoordinator": TRIAGE | {May.REPORTER_REVEAL},
    },
    notices=ReportNotice,
    on_record=ON_RECORD,
    records=dict.fromkeys(("forward", "report", "reporter"), "signal-intake"),
    unordered=frozenset({"report"}),
    routes=(
        Routes("public", "", "intake-public", "public"),
        Routes("staff", "meldingen/", "intake", "staff"),
    ),
    menu=(
        Entry(
            _("Reports"),
            "intake:inbox",
            May.REPORT_READ,
            order=10,
            about=_("What people saw or asked, the most urgent first."),
        ),
    ),
    finder="search.find",
    sweep="tasks.sweep",
    starts=("work",),
    rights={
        Process.PUBLIC: {
            "intake_report": Rights(
                read=ALL,
                add=True,
                change=columns(
                    "state due_at closed_on delete_after escalated_at joined_to_id unread "
                    "asked version"
                ),
            ),
            "intake_reporteridentity": Rights(add=True),
            "intake_message": Rights(read=ALL, add=True),
            "intake_reportstep": Rights(read=columns("id place at report_id"), add=True),
            "intake_forward": READ,
        }
    },
)
