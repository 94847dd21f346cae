# SPDX-License-Identifier: EUPL-1.2
"""The place of the triage in the bar."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.menu import Entry
from ketenzicht.intake.permissions import ReportPermission

ENTRIES = (
    Entry(
        _("Reports"),
        "intake:inbox",
        ReportPermission.REPORT_READ,
        order=10,
        about=_("What people saw or asked, the most urgent first."),
    ),
)
