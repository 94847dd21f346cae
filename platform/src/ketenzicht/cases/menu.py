# SPDX-License-Identifier: EUPL-1.2
"""The places of the care side in the staff bar."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.menu import Entry

ENTRIES = (
    Entry(
        _("My cases"),
        "cases:list",
        CasePermission.CASE_READ,
        20,
        _("The cases you hold or that are shared with you."),
    ),
    Entry(
        _("Hand-overs"),
        "cases:inbox",
        CasePermission.CASE_TRANSFER,
        21,
        _("Cases you are asked to take over, and those you offered."),
    ),
    Entry(
        _("Who waits"),
        "cases:board",
        CasePermission.STALL_READ,
        22,
        _("Who keeps whom waiting too long, and who pays."),
    ),
    Entry(
        _("Broken glass"),
        "cases:reviews",
        CasePermission.BREAK_GLASS_REVIEW,
        60,
        _("Who opened a case in an emergency; you judge it."),
    ),
)
