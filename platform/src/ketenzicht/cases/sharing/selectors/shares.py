# SPDX-License-Identifier: EUPL-1.2
"""What is shared of a case, and what the person said about it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ketenzicht.cases.file.models import Block, Case, Grant
from ketenzicht.cases.file.selectors.access import Access
from ketenzicht.cases.sharing.models import Consent
from ketenzicht.cases.sharing.states import ConsentState

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

WHY = "sharing of one locked case"


def grants_of(actor: Member, access: Access, now: datetime) -> list[Grant]:
    """What holds now of what was shared, the earliest end first."""
    rows = Grant.objects.for_reader(actor, now).filter(Grant.holds(now), case=access.case)
    related = rows.select_related("organisation", "granted_by__user")
    return list(related.order_by("until"))


def blocks_of(actor: Member, access: Access, now: datetime) -> list[Block]:
    """Colleagues to whom the case is closed."""
    rows = Block.objects.for_reader(actor, now).filter(case=access.case, lifted_at=None)
    return list(rows.select_related("member__user"))


def consents_of(actor: Member, access: Access, now: datetime) -> list[Consent]:
    """What the person said last about each purpose and recipient."""
    rows = Consent.objects.for_reader(actor, now).filter(case=access.case)
    ordered = rows.select_related("recipient").order_by("seq")
    latest = {(row.kind, row.recipient_id): row for row in ordered}
    return sorted(latest.values(), key=lambda row: (row.kind, row.seq))


def last_answer(case: Case, kind: str, recipient_id: UUID | None) -> ConsentState:
    """Return what the person said last about a purpose, for this recipient or for all."""
    rows = Consent.objects.whole_table(why=WHY).filter(case=case, kind=kind).order_by("-seq")
    for row in rows:
        if row.recipient_id in {None, recipient_id}:
            return ConsentState(row.state)
    return ConsentState.NOT_ASKED
