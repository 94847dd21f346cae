# SPDX-License-Identifier: EUPL-1.2
"""How work about a bed is said; without a code to a shelter that is only asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.cases.file.codes import label
from ketenzicht.cases.file.states import CASE
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter.models import BedOffer, BedRequest, Whereabouts
from ketenzicht.cases.shelter.states import BedWork
from ketenzicht.core.obligations.kinds import Kind
from ketenzicht.core.obligations.states import Item, Said

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member

Describe = Callable[[Sequence[Item], "Member", datetime], dict[UUID, Said]]


def _of_offers(say: Callable[[Item, BedOffer], Said]) -> Describe:
    """Say items about one question for a bed, to the holder and to whoever was asked."""

    def describe(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
        rows = BedOffer.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
        related = rows.select_related("request", "giver", "case").defer("answer")
        found = {str(row.pk): row for row in related}
        return {item.pk: say(item, found[item.key]) for item in items if item.key in found}

    return describe


def _of_requests(say: Callable[[Item, BedRequest], Said]) -> Describe:
    """Say items about a bed that is looked for, to the holder."""

    def describe(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
        rows = BedRequest.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
        found = {str(row.pk): row for row in rows.select_related("case")}
        return {item.pk: say(item, found[item.key]) for item in items if item.key in found}

    return describe


def _asked(item: Item, offer: BedOffer) -> Said:
    words = {"giver": offer.giver.name, "kind": label("shelter_types", offer.request.shelter_type)}
    said = _("%(giver)s asks you for a bed: %(kind)s") % words
    return Said(said, _("Say yes or no"), reverse("cases:bed-offer", args=[offer.pk]), item.until)


def _comes(item: Item, offer: BedOffer) -> Said:
    said = _("Your bed is chosen for case %(code)s; record it when the person is there")
    to = reverse("cases:whereabouts", args=[offer.case_id])
    return Said(said % {"code": offer.case.code}, _("Record the stay"), to, item.until)


def _stays(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    """Who stays with the own shelter longer than is usual, without a reason that still holds."""
    rows = Whereabouts.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
    found = {str(row.pk): row for row in rows.select_related("case").defer("address")}
    said = _("%(place)s has stayed with you for a long time: say why (case %(code)s)")
    return {
        item.pk: Said(
            said % {"place": row.place, "code": row.case.code},
            _("Say why"),
            reverse("cases:stay-longer", args=[row.case_id]),
            None,
        )
        for item in items
        if (row := found.get(item.key)) is not None
    }


def _choose(_item: Item, request: BedRequest) -> Said:
    said = _("A bed is offered for case %(code)s; choose with the person")
    return Said(said % {"code": request.case.code}, _("Choose a bed"), _to(request), None)


def _left(item: Item, request: BedRequest) -> Said:
    said = (
        _("The interim bed for case %(code)s ends")
        if request.interim
        else _("Nobody offers a bed for case %(code)s")
    )
    return Said(said % {"code": request.case.code}, _("Look on"), _to(request), item.until)


def _to(request: BedRequest) -> str:
    return reverse("cases:bed-request", args=[request.pk])


def _kind(code: BedWork, permission: CasePermission, describe: Describe) -> Kind:
    return Kind(code=code, thing=CASE, permission=permission, describe=describe, on_board=True)


BED_KINDS = (
    _kind(BedWork.ASKED, CasePermission.BED_ANSWER, _of_offers(_asked)),
    _kind(BedWork.COMES, CasePermission.CASE_WRITE, _of_offers(_comes)),
    _kind(BedWork.CHOOSE, CasePermission.CASE_WRITE, _of_requests(_choose)),
    _kind(BedWork.STAYS, CasePermission.CASE_WRITE, _stays),
    _kind(BedWork.LEFT, CasePermission.CASE_WRITE, _of_requests(_left)),
)
