# SPDX-License-Identifier: EUPL-1.2
"""What this app adds to the platform."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.declaration import App, Routes
from ketenzicht.core.menu import Entry
from ketenzicht.register.on_record import ON_RECORD
from ketenzicht.register.permissions import RegisterPermission as May

ENTERING = frozenset({May.REGISTER_ENTER})
BY_DUTY = ENTERING | {May.REGISTER_DUTY}

APP = App(
    order=30,
    permissions=May,
    shares={
        "comensha_helpdesk": ENTERING,
        "guardian": ENTERING,
        "inspector": BY_DUTY,
        "investigator": BY_DUTY,
        "registrar": ENTERING | {May.REGISTER_MERGE, May.REGISTER_READ},
        "shelter_worker": ENTERING,
        "zorgcoordinator": ENTERING,
    },
    on_record=ON_RECORD,
    records=dict.fromkeys(("entry", "register"), "national-registration"),
    routes=(Routes("staff", "register/", "register", "staff"),),
    menu=(
        Entry(
            _("Register"),
            "register:list",
            May.REGISTER_READ,
            30,
            _("Coded entries without names; you decide which are one person."),
        ),
        Entry(
            _("Register (duty to report)"),
            "register:duty",
            May.REGISTER_DUTY,
            31,
            # rests on sharing_grounds/legal_duty
            _("Register a possible victim because the law asks it."),
        ),
    ),
    finder="search.find",
    sweep="tasks.sweep",
    starts=("work",),
)
