# SPDX-License-Identifier: EUPL-1.2
"""Who else sees a case: sharing, consent, closing it to a colleague."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_POST, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.acts import Act, acts_open_to, require_act
from ketenzicht.cases.file.codes import label
from ketenzicht.cases.file.selectors.access import get_case
from ketenzicht.cases.file.states import Section
from ketenzicht.cases.file.views.acts import CaseAct, page
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing import forms
from ketenzicht.cases.sharing.rules import beyond, named, purpose_label
from ketenzicht.cases.sharing.selectors.shares import blocks_of, consents_of, grants_of
from ketenzicht.cases.sharing.services import blocks, consents, grants
from ketenzicht.cases.sharing.states import ConsentState
from ketenzicht.core.clock import day_end
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import Values

GRANT = members(CasePermission.CASE_GRANT)


@open_to(GRANT)
@require_safe
def sharing_page(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show who sees what, until when, on which ground, and what the person said about it."""
    actor, now = request.member, request.now
    access = get_case(actor, case_id, purpose="sharing", now=now)
    require_act(actor, access, Act.STOP_SHARING)
    context = {
        "case": access.case,
        "can": {act.value: True for act in acts_open_to(actor, access)},
        "grants": [
            {
                "grant": grant,
                "sections": ", ".join(s.label for s in Section if s in grant.shared),
                "basis": label("sharing_grounds", grant.basis),
                "purpose": purpose_label(grant.purpose),
                "beyond": named(beyond(grant.purpose, grant.shared)),
            }
            for grant in grants_of(actor, access, now)
        ],
        "consents": [
            {
                "consent": consent,
                "kind": label("consent_kinds", consent.kind),
                "state": label("consent_states", consent.state),
            }
            for consent in consents_of(actor, access, now)
        ],
        "blocks": blocks_of(actor, access, now),
    }
    return render(request, "cases/sharing/sharing.html", context)


def _grant(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    grants.grant_access(
        actor=request.member,
        case_id=case_id,
        terms=grants.Terms(
            organisation_id=UUID(values["organisation"]),
            purpose=values["purpose"],
            basis=values["basis"],
            sections=frozenset(Section(code) for code in values["sections"]),
            until=day_end(values["until"]),
        ),
        now=request.now,
    )


def _consent(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    recipient = values["recipient"]
    consents.record_consent(
        actor=request.member,
        case_id=case_id,
        answer=consents.Answer(
            kind=values["kind"],
            state=ConsentState(values["state"]),
            recipient_id=UUID(recipient) if recipient else None,
            language=values["language"],
            words=values["words"],
            given_by=values["given_by"],
        ),
        now=request.now,
    )


def _block(request: StaffRequest, case_id: UUID, values: Values, _version: int) -> None:
    blocks.block_member(
        actor=request.member, case_id=case_id, member_id=UUID(values["member"]), now=request.now
    )


grant = page(
    CaseAct(
        act=Act.SHARE,
        title=t("Share a part of this case"),
        lead=t("You stay the holder. What you share ends by itself on the day you choose."),
        button=t("Share this"),
        form=forms.GrantForm,
        save=_grant,
        done=t("It is shared until the day you chose."),
        back="cases:sharing",
    )
)
consent = page(
    CaseAct(
        act=Act.WITHDRAW_CONSENT,
        title=t("What the person says about sharing"),
        lead=t(
            "Ask for each purpose apart, and say that an answer can change at any moment. "
            "A no ends at once what was shared on a yes."
        ),
        button=t("Keep this answer"),
        form=forms.ConsentForm,
        save=_consent,
        done=t("The answer is kept."),
        back="cases:detail",
    )
)
block = page(
    CaseAct(
        act=Act.BLOCK,
        title=t("Close this case to a colleague"),
        button=t("Close it to this colleague"),
        form=forms.BlockForm,
        save=_block,
        done=t("This colleague can no longer see the case."),
        back="cases:sharing",
    )
)


@open_to(GRANT)
@require_POST
def revoke(request: StaffRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """End what was shared, now."""
    grants.revoke_grant(actor=request.member, case_id=case_id, grant_id=grant_id, now=request.now)
    messages.success(request, _("This organisation sees the case no longer."))
    return see_other("cases:sharing", case_id)


@open_to(GRANT)
@require_POST
def lift(request: StaffRequest, case_id: UUID, block_id: UUID) -> HttpResponse:
    """Open the case again to a colleague."""
    blocks.lift_block(actor=request.member, case_id=case_id, block_id=block_id, now=request.now)
    messages.success(request, _("This colleague can see the case again."))
    return see_other("cases:sharing", case_id)
