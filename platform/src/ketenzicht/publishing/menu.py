# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.menu import Entry
from ketenzicht.core.permissions import Permission

ENTRIES = (
    Entry(
        _("Releases"),
        "publishing:releases",
        Permission.RELEASE_PREPARE,
        order=70,
        about=_("What becomes public: one prepares, another approves."),
    ),
)
