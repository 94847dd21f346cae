# SPDX-License-Identifier: EUPL-1.2
"""Who acts and for whom, as types for every other app; how to find them is in `selectors`."""

from __future__ import annotations

from ketenzicht.accounts.models import Desk, Member, Organisation, User
from ketenzicht.core.http import PublicRequest

__all__ = ["Desk", "Member", "Organisation", "StaffRequest", "User"]


class StaffRequest(PublicRequest):
    """A request of a signed-in member of an organisation, acting for that organisation."""

    member: Member
