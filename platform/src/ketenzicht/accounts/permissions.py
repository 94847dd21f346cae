# SPDX-License-Identifier: EUPL-1.2
"""What may be done with accounts, desks, members and organisations."""

from __future__ import annotations

from ketenzicht.core.permissions import Permission


class AccountPermission(Permission):
    """One act on one kind of thing."""

    ACCOUNT_OWN = "account:own"
    DESK_MANAGE = "desk:manage"
    MEMBER_CONFIRM = "member:confirm"
    MEMBER_MANAGE = "member:manage"
    ORGANISATION_APPROVE = "organisation:approve"
    ORGANISATION_PROPOSE = "organisation:propose"
