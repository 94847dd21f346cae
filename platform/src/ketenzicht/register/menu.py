# SPDX-License-Identifier: EUPL-1.2
"""The places of the register in the staff bar."""

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.menu import Entry
from ketenzicht.register.permissions import RegisterPermission

ENTRIES = (
    Entry(
        _("Register"),
        "register:list",
        RegisterPermission.REGISTER_READ,
        30,
        _("Coded entries without names; you decide which are one person."),
    ),
    Entry(
        _("Register by duty"),
        "register:duty",
        RegisterPermission.REGISTER_DUTY,
        31,
        _("Register a possible victim because the law asks it."),
    ),
)
