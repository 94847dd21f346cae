# SPDX-License-Identifier: EUPL-1.2
"""Who may act, for whom: invitations, roles, desks, mandates and the standing of organisations."""

from ketenzicht.accounts.services.absence import come_back, go_away
from ketenzicht.accounts.services.access import (
    Confirmed,
    confirm_access,
    confirm_as_operator,
    decline_access,
    lapse_requests,
    withdraw_access,
)
from ketenzicht.accounts.services.addresses import (
    ask_address,
    confirm_address,
    correct_invited_address,
)
from ketenzicht.accounts.services.administrators import FirstAdministrator
from ketenzicht.accounts.services.codes import INVITED_FOR
from ketenzicht.accounts.services.desks import open_desk, seat, unseat
from ketenzicht.accounts.services.granting import giveable
from ketenzicht.accounts.services.invitations import (
    TRIES_COUNT_FOR,
    TRIES_WITH_A_CODE,
    Invited,
    WasMember,
    accept_invitation,
    found_platform,
    invite_member,
    renew_invitation,
    reset_sign_in,
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
    "Confirmed",
    "FirstAdministrator",
    "Invited",
    "Party",
    "WasMember",
    "accept_invitation",
    "approve_organisation",
    "ask_address",
    "check_organisation",
    "come_back",
    "confirm_access",
    "confirm_address",
    "confirm_as_operator",
    "correct_invited_address",
    "decline_access",
    "end_membership",
    "end_other_sessions",
    "found_platform",
    "give_mandate",
    "giveable",
    "go_away",
    "invite_member",
    "lapse_requests",
    "name_organisation",
    "notify",
    "notify_desk",
    "notify_event",
    "notify_permitted",
    "open_desk",
    "propose_organisation",
    "renew_invitation",
    "require_mandate",
    "reset_sign_in",
    "restore_membership",
    "seat",
    "set_language",
    "set_roles",
    "suspend_organisation",
    "unseat",
    "withdraw_access",
]
