# SPDX-License-Identifier: EUPL-1.2
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.bicycles import selectors, services
from ketenzicht.bicycles.models import Bicycle
from ketenzicht.bicycles.permissions import BicyclePermission as May
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.listing import Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Row


@open_to(members(May.BICYCLE_LEND))
@require_safe
def bicycles(request: StaffRequest) -> HttpResponse:
    page = ListPage(title=_("Bicycles"), empty=_("No bicycles"), empty_text=_("Ask for one."))
    found = selectors.bicycles_of(request.member, request.now)
    return list_page(request, page, Finder(request.GET), found, row=_row)


def _row(one: Bicycle) -> Row:
    lend_it = Action(_("Lend"), reverse("bicycles:lend", args=[one.pk]), post=True, about=one.name)
    return Row(one.name, None if one.lent_at else lend_it, due=one.lent_at)


@open_to(members(May.BICYCLE_LEND))
@require_POST
def lend(request: StaffRequest, bicycle_id: UUID) -> HttpResponse:
    services.lend(actor=request.member, bicycle_id=bicycle_id, now=request.now)
    return see_other("bicycles:list")
