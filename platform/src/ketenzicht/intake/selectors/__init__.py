# SPDX-License-Identifier: EUPL-1.2
"""What may be read of reports, and by whom."""

from ketenzicht.intake.selectors.inbox import (
    Filters,
    InboxRow,
    inbox,
    inbox_rows,
    reports_chosen,
    reports_held,
)
from ketenzicht.intake.selectors.referrals import (
    OfferView,
    get_offer,
    offers_from,
    offers_to,
    receivers_for,
)
from ketenzicht.intake.selectors.reports import (
    ReportView,
    get_report,
    report_row,
    reveal_reporter,
)
from ketenzicht.intake.selectors.stuck import (
    Stuck,
    coordinates_nationally,
    stuck_reports,
    waiting_elsewhere,
)

__all__ = [
    "Filters",
    "InboxRow",
    "OfferView",
    "ReportView",
    "Stuck",
    "coordinates_nationally",
    "get_offer",
    "get_report",
    "inbox",
    "inbox_rows",
    "offers_from",
    "offers_to",
    "receivers_for",
    "report_row",
    "reports_chosen",
    "reports_held",
    "reveal_reporter",
    "stuck_reports",
    "waiting_elsewhere",
]
