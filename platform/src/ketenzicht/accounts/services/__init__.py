# SPDX-License-Identifier: EUPL-1.2
"""Who may act, for whom: invitations, roles, desks, mandates and the standing of organisations."""

from ketenzicht.accounts.services.absence import come_back, go_away
from ketenzicht.accounts.services.addresses import (
    ask_address,
    confirm_address,
    correct_invited_address,
)
from ketenzicht.accounts.services.desks import open_desk, seat, unseat
from ketenzicht.accounts.services.granting import giveable
from ketenzicht.accounts.services.invitations import (
    INVITED_FOR,
    TRIES_COUNT_FOR,
    TRIES_WITH_A_CODE,
    Invited,
    WasMember,
    accept_invitation,
    found_platform,
    invite_member,
    renew_invitation,
)
from ketenzicht.accounts.services.mandates import require_mandate
from ketenzicht.accounts.services.members import (
    end_membership,
    give_mandate,
    restore_membership,
    set_roles,
)
from ketenzicht.accounts.services.notifying import (
    notify,
    notify_desk,
    notify_event,
    notify_permitted,
)
from ketenzicht.accounts.services.organisations import (
    Party,
    approve_organisation,
    check_organisation,
    name_organisation,
    propose_organisation,
    suspend_organisation,
)
from ketenzicht.accounts.services.own import end_other_sessions, set_language

__all__ = [
    "INVITED_FOR",
    "TRIES_COUNT_FOR",
    "TRIES_WITH_A_CODE",
    "Invited",
    "Party",
    "WasMember",
    "accept_invitation",
    "approve_organisation",
    "ask_address",
    "check_organisation",
    "come_back",
    "confirm_address",
    "correct_invited_address",
    "end_membership",
    "end_other_sessions",
    "found_platform",
    "give_mandate",
    "giveable",
    "go_away",
    "invite_member",
    "name_organisation",
    "notify",
    "notify_desk",
    "notify_event",
    "notify_permitted",
    "open_desk",
    "propose_organisation",
    "renew_invitation",
    "require_mandate",
    "restore_membership",
    "seat",
    "set_language",
    "set_roles",
    "suspend_organisation",
    "unseat",
]
