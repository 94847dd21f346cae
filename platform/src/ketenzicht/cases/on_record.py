# SPDX-License-Identifier: EUPL-1.2
"""What each act that this app puts on record is called, for who reads the log."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Sentence

ON_RECORD: Mapping[str, Sentence] = {
    "bed:answer": _("answered about a bed"),
    "bed:read": _("saw requests for a bed"),
    "breakglass:review": _("judged emergency access"),
    "case:answer": _("answered for the organisation"),
    "case:break-glass": _("used emergency access"),
    "case:close": _("closed the case"),
    "case:grant": _("changed who sees it"),
    "case:hand-over": _("handed over"),
    "case:identity": _("saw who it is"),
    "case:open": _("opened the case"),
    "case:read": _("read"),
    "case:write": _("changed"),
    "dispute:decide": _("decided who pays"),
    "dispute:read": _("saw who disagrees about paying"),
    "stall:read": _("saw which cases wait"),
}
