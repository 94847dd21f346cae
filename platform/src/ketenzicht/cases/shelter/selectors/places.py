# SPDX-License-Identifier: EUPL-1.2
"""How many beds there are and how many are taken, in counts: never where, never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from ketenzicht import reference
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.models import BedRequest, Places, Whereabouts
from ketenzicht.cases.shelter.states import RequestState
from ketenzicht.core.clock import local_date
from ketenzicht.core.permissions import require

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member, Organisation

WHY = "counts of places and stays, without address and without person"


@dataclass(frozen=True, slots=True)
class Kept:
    """The places of one kind at one shelter on a day: how many, for whom, how many taken."""

    organisation: Organisation
    shelter_type: str
    beds: int
    taken: int
    genders: tuple[str, ...]
    age_bands: tuple[str, ...]
    children: bool
    closed_reason: str
    closed_until: date | None

    @property
    def free(self) -> int:
        """How many beds somebody can come to; none while the place is closed."""
        return 0 if self.closed_reason else max(0, self.beds - self.taken)


def own_places(actor: Member, now: datetime) -> list[Kept]:
    """The places of the own shelter today."""
    require(actor, CasePermission.BED_ANSWER)
    return _on(Places.objects.for_reader(actor, now), local_date(now))


def places_of_all(actor: Member, now: datetime) -> list[Kept]:
    """The places of all shelters today, for whoever looks for a bed."""
    require(actor, CasePermission.BED_READ)
    return _on(Places.objects.whole_table(why=WHY), local_date(now))


def _on(rows: QuerySet[Places], day: date) -> list[Kept]:
    """What was last said to hold on a day: the row of the latest day, and of those the newest."""
    said = rows.filter(from_day__lte=day).select_related("organisation")
    newest = {
        (row.organisation_id, row.shelter_type): row
        for row in said.order_by("from_day", "stated_at", "pk")
    }
    taken = _taken()
    found = [_kept(row, taken[key], day) for key, row in newest.items()]
    return sorted(found, key=lambda one: (one.organisation.name, one.shelter_type))


def _taken() -> Counter[tuple[object, str]]:
    stays = Whereabouts.objects.whole_table(why=WHY).filter(until=None).order_by()
    counted = stays.values_list("organisation", "shelter_type").annotate(number=Count("pk"))
    return Counter({(organisation, kind): number for organisation, kind, number in counted})


def _kept(row: Places, taken: int, day: date) -> Kept:
    closed = row.closed_until is not None and day <= row.closed_until
    return Kept(
        organisation=row.organisation,
        shelter_type=row.shelter_type,
        beds=row.beds,
        taken=taken,
        genders=_codes(row.genders),
        age_bands=_codes(row.age_bands),
        children=row.children,
        closed_reason=row.closed_reason if closed else "",
        closed_until=row.closed_until if closed else None,
    )


def _codes(joined: str) -> tuple[str, ...]:
    return tuple(code for code in joined.split(",") if code)


@dataclass(frozen=True, slots=True)
class Unmet:
    """How many looked for a bed in vain, by region, month and reason; None where too few did."""

    region: str
    month: date
    outcome: str
    number: int | None


def unmet_needs(actor: Member, now: datetime) -> list[Unmet]:
    """Requests that ended without a bed, as counts; a small group is not shown."""
    require(actor, CasePermission.BED_READ)
    smallest = reference.threshold("shown_group", local_date(now))
    unmet = [
        code.code for code in reference.codes("bed_outcomes", by=local_date(now)) if _is_unmet(code)
    ]
    rows = BedRequest.objects.whole_table(why=WHY).filter(
        state=RequestState.ENDED, outcome__in=unmet, case__decoy=False
    )
    by_month = rows.order_by().annotate(month=TruncMonth("ended_at"))
    return _shown(
        by_month.values_list("region", "month", "outcome").annotate(n=Count("pk")), smallest
    )


def _is_unmet(code: reference.Code) -> bool:
    return bool(code.attributes.get("unmet"))


def _shown(rows: Iterable[tuple[str, datetime, str, int]], smallest: int) -> list[Unmet]:
    return [
        Unmet(region, local_date(month), outcome, number if number >= smallest else None)
        for region, month, outcome, number in sorted(rows)
    ]
