# SPDX-License-Identifier: EUPL-1.2
"""The places of the care side in the staff bar."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.menu import Entry
from ketenzicht.core.permissions import Permission

ENTRIES = (
    Entry(_("My cases"), "cases:list", Permission.CASE_READ, 20),
    Entry(_("Hand-overs"), "cases:inbox", Permission.CASE_HAND_OVER, 21),
    Entry(_("Who waits"), "cases:board", Permission.STALL_READ, 22),
    Entry(_("Broken glass"), "cases:reviews", Permission.BREAKGLASS_REVIEW, 60),
)
