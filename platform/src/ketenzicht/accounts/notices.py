# SPDX-License-Identifier: EUPL-1.2
"""What this app sends notices about."""

from __future__ import annotations

from ketenzicht.mail.states import Reason


class AccountNotice(Reason):
    """Why somebody hears that something changed about their account."""

    ACCESS_ASKED = "access-asked"
    ACCESS_DECIDED = "access-decided"
    ADDRESS = "address"
    STANDS_IN = "stands-in"
    MEMBERSHIP = "membership"
