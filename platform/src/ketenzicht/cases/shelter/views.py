# SPDX-License-Identifier: EUPL-1.2
"""Where a person stays: recording it and leaving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_POST

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.views.acts import CaseAct, ground, page
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.shelter import forms
from ketenzicht.cases.shelter import services as sheltering
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import Values


def _whereabouts(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    sheltering.set_whereabouts(**ground(request, case_id), **values)


whereabouts = page(
    CaseAct(
        act=Act.SHELTER,
        title=t("Where the person stays with you"),
        lead=t("Others see a place code. Only your organisation opens the address."),
        button=t("Keep this address"),
        form=forms.WhereaboutsForm,
        save=_whereabouts,
        done=t("The address is kept."),
    )
)


def _longer(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    sheltering.explain_stay(**ground(request, case_id), **values)


stay_longer = page(
    CaseAct(
        act=Act.STAY_LONGER,
        title=t("Why this person stays longer"),
        lead=t("The holder of the case reads this, so that they can look for a next place."),
        button=t("Keep this reason"),
        form=forms.StayLongerForm,
        save=_longer,
        done=t("Kept. You hear again on the day you chose."),
    )
)


@open_to(members(CasePermission.CASE_WRITE))
@require_POST
def leave(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say that the person left the place of stay."""
    sheltering.leave_place(**ground(request, case_id))
    messages.success(request, _("The address is destroyed."))
    return see_other("cases:detail", case_id)
