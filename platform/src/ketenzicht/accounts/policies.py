# SPDX-License-Identifier: EUPL-1.2
"""Whom somebody may manage; the list side of this is `selectors.colleagues`."""

from __future__ import annotations

from ketenzicht.accounts.models import Member


def may_manage(actor: Member, member: Member) -> bool:
    """Tell whether this is a member of the actor's own organisation, ended or not."""
    return member.organisation_id == actor.organisation_id
