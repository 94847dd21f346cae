# SPDX-License-Identifier: EUPL-1.2
"""The event of a case that a transfer stands somewhere new."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketenzicht.cases.file.models import Case
from ketenzicht.cases.file.services.journal import log
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.transfers.models import Transfer

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member


def log_transfer(case: Case, transfer: Transfer, *, actor: Member | None, now: datetime) -> None:
    """Add the event that a hand-over of this case stands somewhere new."""
    log(
        case,
        "transfer",
        actor=actor,
        now=now,
        action=CasePermission.CASE_TRANSFER,
        transfer=str(transfer.pk),
        state=str(transfer.state),
        giver=str(transfer.giver_id),
        receiver=str(transfer.receiver_id),
    )
