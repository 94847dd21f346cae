# SPDX-License-Identifier: EUPL-1.2
"""Closing a case."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as t

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import colleague
from ketenzicht.cases.file.acts import Act
from ketenzicht.cases.file.views.acts import CaseAct, ground, page
from ketenzicht.cases.page import closing, forms
from ketenzicht.cases.page.retention import RULE
from ketenzicht.cases.sharing.states import AtClosing
from ketenzicht.web.acting import Values


def _close(request: StaffRequest, case_id: UUID, values: Values, version: int) -> None:
    chosen, shares = values["second_reader"], values.get("shares")
    closing.close_case(
        **ground(request, case_id),
        reason=values["reason"],
        checked=frozenset(values["checked"]),
        outcomes=tuple(values["outcomes"]),
        second_reader=colleague(request.member, UUID(chosen)) if chosen else None,
        shares=AtClosing(shares) if shares else None,
        version=version,
    )


close = page(
    CaseAct(
        act=Act.CLOSE,
        title=t("Close the case"),
        lead=t("Nothing may be left open: no need, no hand-over, no decision."),
        button=t("Close this case"),
        form=forms.CloseForm,
        save=_close,
        done=t("The case is closed."),
        kind="grave",
        kept=RULE,
    )
)
