# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.menu import Entry
from ketenzicht.publishing.permissions import ReleasePermission

ENTRIES = (
    Entry(
        _("Releases"),
        "publishing:releases",
        ReleasePermission.RELEASE_PREPARE,
        order=70,
        about=_("What becomes public: one prepares, another approves."),
    ),
)
