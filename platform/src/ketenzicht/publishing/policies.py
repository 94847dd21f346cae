# SPDX-License-Identifier: EUPL-1.2
"""Whose releases somebody may prepare; the list side of this is `Release.reach`."""

from __future__ import annotations

from ketenzicht.accounts.handover import Member
from ketenzicht.publishing.models import Release


def may_read(actor: Member, release: Release) -> bool:
    """Releases are prepared and approved inside one organisation."""
    return release.organisation_id == actor.organisation_id
