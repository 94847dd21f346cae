# SPDX-License-Identifier: EUPL-1.2
from datetime import datetime
from uuid import UUID

from ketenzicht.accounts.handover import Member
from ketenzicht.audit.services import record
from ketenzicht.bicycles.permissions import BicyclePermission
from ketenzicht.bicycles.selectors import bicycles_of
from ketenzicht.core.errors import NotFound
from ketenzicht.core.obligations.acting import act, touch
from ketenzicht.core.permissions import require


@act()
def lend(*, actor: Member, bicycle_id: UUID, now: datetime) -> None:
    """Lend a bicycle that is in; from then on somebody has to ask it back."""
    require(actor, BicyclePermission.BICYCLE_LEND)
    if not bicycles_of(actor, now).filter(pk=bicycle_id, lent_at=None).update(lent_at=now):
        raise NotFound
    record(actor=actor, action="bicycle:lend", kind="bicycle", id=bicycle_id, now=now)
    touch("bicycle", bicycle_id, now=now, by="lent")
