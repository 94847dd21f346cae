# SPDX-License-Identifier: EUPL-1.2
"""Who may change which claim."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ketenzicht.accounts.handover import Member
from ketenzicht.claims.permissions import ClaimPermission
from ketenzicht.core.errors import DomainError, NotAllowed, Refused

#: Who answers for what holds everywhere; others change the rows of their own region.
_EVERYWHERE = frozenset({"comensha_helpdesk", "platform_administrator"})


def why_not_change(actor: Member, region: str) -> DomainError | None:
    """Return what stands in the way of changing a claim of this region, or of everywhere."""
    if ClaimPermission.CLAIM_CHANGE not in actor.permissions:
        return NotAllowed()
    if actor.roles & _EVERYWHERE:
        return None
    if region and region in {area.region for area in actor.organisation.areas.all()}:
        return None
    return Refused(_("You can change what holds in your own region. Choose that region."))
