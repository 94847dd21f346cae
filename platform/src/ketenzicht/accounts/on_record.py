# SPDX-License-Identifier: EUPL-1.2
"""What each act that this app puts on record is called, for who reads the log."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Sentence

ON_RECORD: Mapping[str, Sentence] = {
    "account:own": _("changed the own account"),
    "audit:read": _("saw who looked"),
    "desk:manage": _("changed a desk"),
    "member:confirm": _("decided about access"),
    "member:manage": _("changed the access of a colleague"),
    "organisation:approve": _("decided about a partner"),
    "organisation:propose": _("proposed a partner"),
}
