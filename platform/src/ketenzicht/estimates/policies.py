# SPDX-License-Identifier: EUPL-1.2
"""Whose runs somebody may read; the list side of this is `Run.reach`."""

from __future__ import annotations

from ketenzicht.accounts.handover import Member
from ketenzicht.estimates.models import Examination, Run, Snapshot


def may_read(actor: Member, thing: Run | Snapshot | Examination) -> bool:
    """Runs and inputs are read inside the organisation that made them."""
    return thing.organisation_id == actor.organisation_id
