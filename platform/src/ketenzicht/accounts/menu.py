# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.core.menu import Entry

ENTRIES = (
    Entry(
        _("Organisation"),
        "accounts:members",
        AccountPermission.MEMBER_MANAGE,
        order=90,
        about=_("The people, roles and desks of your organisation."),
    ),
    Entry(
        _("Partners"),
        "accounts:partners",
        AccountPermission.ORGANISATION_APPROVE,
        order=91,
        about=_("Which organisations take part, and which may not now."),
    ),
)
