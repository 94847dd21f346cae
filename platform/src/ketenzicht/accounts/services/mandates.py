# SPDX-License-Identifier: EUPL-1.2
"""Decisions that an organisation gave to some of its people."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.models import Member
from ketenzicht.accounts.selectors import may_decide
from ketenzicht.accounts.states import Power
from ketenzicht.core.errors import Refused
from ketenzicht.core.permissions import Permission


def require_mandate(
    actor: Member, power: Power, region: str, permission: Permission, *, now: datetime
) -> None:
    """Refuse a decision that colleagues have the mandate for and the actor has not.

    Where nobody of the organisation has it, whoever the ordinary rule names decides.
    """
    if not may_decide(actor, power, region, permission, now):
        raise Refused(_("A colleague has the mandate to decide this. The page says who."))
