# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.menu import Entry
from ketenzicht.estimates.permissions import EstimatePermission

ENTRIES = (
    Entry(
        _("Estimates"),
        "estimates:runs",
        EstimatePermission.ESTIMATE_READ,
        order=60,
        about=_("How many people nobody sees, with the uncertainty."),
    ),
)
