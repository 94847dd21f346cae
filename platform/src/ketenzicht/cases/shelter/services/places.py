# SPDX-License-Identifier: EUPL-1.2
"""A shelter says how many beds it has, from which day, for whom; history is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from ketenzicht import reference
from ketenzicht.audit.services import record
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.acts.places import Act, require_act
from ketenzicht.cases.shelter.models import Places
from ketenzicht.core.clock import local_date
from ketenzicht.core.errors import Refused
from ketenzicht.core.obligations.acting import act

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

#: More beds than any shelter has; whoever types more made a slip.
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """How many beds of one kind there are from a day on, for whom, and whether they are closed."""

    shelter_type: str
    beds: int
    from_day: date
    genders: tuple[str, ...] = ()
    age_bands: tuple[str, ...] = ()
    children: bool = False
    closed_reason: str = ""
    closed_until: date | None = None


@act()
def state_places(*, actor: Member, stated: Stated, now: datetime) -> Places:
    """Write down how many beds there are from a day on; what stood before stays readable."""
    require_act(actor, Act.STATE)
    today = local_date(now)
    _check(stated, today)
    row = Places.objects.create(
        id=uuid4(),
        organisation=actor.organisation,
        shelter_type=reference.code("shelter_types", stated.shelter_type, by=today).code,
        beds=stated.beds,
        genders=",".join(reference.code("genders", code, by=today).code for code in stated.genders),
        age_bands=",".join(
            reference.code("age_bands", code, by=today).code for code in stated.age_bands
        ),
        children=stated.children,
        from_day=stated.from_day,
        closed_reason=stated.closed_reason,
        closed_until=stated.closed_until,
        stated_at=now,
        by=actor,
    )
    record(
        actor=actor,
        action=CasePermission.BED_ANSWER,
        kind="places",
        id=row.pk,
        now=now,
        detail={"event": "stated", "shelter": row.shelter_type, "beds": str(row.beds)},
    )
    return row


def _joined(codes: str, chosen: tuple[str, ...], today: date) -> str:
    return ",".join(reference.code(codes, code, by=today).code for code in chosen)


def _check(stated: Stated, today: date) -> None:
    if not 0 <= stated.beds <= MOST:
        raise Refused(_("This is no number of beds."), field="beds")
    if bool(stated.closed_reason) != (stated.closed_until is not None):
        raise Refused(_("Say why it is closed and until when."), field="closed_until")
    if stated.closed_until is not None and stated.closed_until < stated.from_day:
        raise Refused(_("The last day lies after the first."), field="closed_until")
    if stated.closed_reason:
        reference.code("place_closures", stated.closed_reason, by=today)
