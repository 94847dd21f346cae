# SPDX-License-Identifier: EUPL-1.2
"""Who is away, until when, and who stands in meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from ketenzicht.accounts.models import Absence, Member
from ketenzicht.accounts.selectors.people import live_members
from ketenzicht.core.clock import local_date


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away, for those who look for them."""

    name: str
    until: date
    stand_in: str


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Days of an absence for which nobody stands in; from no day when that was so at once."""

    absence: UUID
    member: Member
    since: date
    shows_from: date | None
    until: date


def absence_of(member: Member, now: datetime) -> Absence | None:
    """Return the absence of a member that goes on or is to come."""
    rows = _standing().filter(member=member, until__gte=local_date(now))
    return rows.select_related("stand_in__user").first()


def stood_in_for(now: datetime) -> QuerySet[Absence]:
    """Absences of this moment in which a colleague who is there stands in."""
    return _now(now).filter(stand_in__in=_present(now))


def stands_in_for(actor: Member, now: datetime) -> QuerySet[Member]:
    """The colleagues somebody stands in for at this moment."""
    standing_in = stood_in_for(now).filter(stand_in=actor)
    return live_members(now).filter(pk__in=standing_in.values("member"))


def uncovered(organisation_ids: Collection[UUID], now: datetime) -> list[Uncovered]:
    """Absences, of now or to come, of live members for whom nobody stands in for some days."""
    today = local_date(now)
    to_come = _standing().filter(until__gte=today)
    members = live_members(now).filter(organisation__in=organisation_ids)
    rows = list(to_come.filter(member__in=members).select_related("member").order_by("pk"))
    asked = {row.stand_in_id for row in rows if row.stand_in_id}
    live = set(live_members(now).filter(pk__in=asked).values_list("pk", flat=True))
    away = {row.member_id: row for row in to_come.filter(member__in=asked)}
    found = (
        _uncovered(row, away.get(row.stand_in_id) if row.stand_in_id in live else row)
        for row in rows
    )
    return [each for each in found if each is not None]


def _uncovered(row: Absence, without: Absence | None) -> Uncovered | None:
    """The days of an absence in which nobody stands in; `without` is when the stand-in is gone."""
    if without is None or without.until < row.since or row.until < without.since:
        return None
    whole = without is row
    return Uncovered(
        absence=row.pk,
        member=row.member,
        since=row.since,
        shows_from=None if whole else max(row.since, without.since),
        until=min(row.until, without.until),
    )


def away_at_desks(organisation_id: UUID, now: datetime) -> list[Away]:
    """Who is away of those that answer at the desks of an organisation, for its partners."""
    rows = _now(now).filter(
        member__in=live_members(now).filter(
            organisation_id=organisation_id, seats__desk__active=True
        )
    )
    return list(_said(rows, now).values())


def away_among(member_ids: Iterable[UUID], now: datetime) -> dict[UUID, Away]:
    """Who of these members is away at this moment, until when, and who stands in."""
    return _said(_now(now).filter(member__in=list(member_ids)), now)


def _said(rows: QuerySet[Absence], now: datetime) -> dict[UUID, Away]:
    present = {each.pk for each in stood_in_for(now).filter(pk__in=rows)}
    return {
        each.member_id: Away(
            name=each.member.user.name,
            until=each.until,
            stand_in=each.stand_in.user.name if each.stand_in and each.pk in present else "",
        )
        for each in rows.select_related("member__user", "stand_in__user").order_by("until", "pk")
    }


def _present(now: datetime) -> QuerySet[Member, UUID]:
    away = _now(now).values("member")
    return live_members(now).exclude(pk__in=away).order_by().values_list("pk", flat=True)


def _now(now: datetime) -> QuerySet[Absence]:
    today = local_date(now)
    return _standing().filter(since__lte=today, until__gte=today)


def _standing() -> QuerySet[Absence]:
    return Absence.objects.filter(ended__isnull=True)
