# SPDX-License-Identifier: EUPL-1.2
"""Organisations to choose from: only those where somebody can do what is asked, nearest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ketenzicht.accounts.models import Organisation, ServiceArea
from ketenzicht.accounts.selectors.able import organisations_able_to
from ketenzicht.accounts.selectors.organisations import active_organisations, parties
from ketenzicht.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation somebody can choose; near when it works in the region, or everywhere."""

    id: UUID
    name: str
    near: bool


def organisations_able(
    permission: Permission | None,
    region: str,
    now: datetime,
    *,
    kinds: Collection[str] = (),
    but: Collection[UUID] = (),
    among: Collection[UUID] | None = None,
) -> list[Candidate]:
    """Organisations where somebody can act on this now, those of the region first.

    Without a permission nobody has to act: the organisation is only named.
    """
    found = active_organisations().exclude(pk__in=but)
    if permission is not None:
        found = found.filter(pk__in=organisations_able_to(permission, now))
    if among is not None:
        found = found.filter(pk__in=among)
    if kinds:
        found = found.filter(kind__in=kinds)
    return _nearest_first(found, region)


def parties_named(region: str, *, but: Collection[UUID] = ()) -> list[Candidate]:
    """Organisations that can be named, also those without access, those of the region first."""
    return _nearest_first(parties().exclude(pk__in=but), region)


def _nearest_first(found: QuerySet[Organisation], region: str) -> list[Candidate]:
    areas = ServiceArea.objects.filter(organisation=OuterRef("pk"))
    near = Q(Exists(areas.filter(region=region))) | ~Q(Exists(areas))
    rows = found.annotate(near=near).order_by("-near", "name")
    return [Candidate(*row) for row in rows.values_list("pk", "name", "near")]
