# SPDX-License-Identifier: EUPL-1.2
"""Who looked at a case, when, and for what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as t
from django.views.decorators.http import require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.selectors import LoggedAccess, access_log_of
from ketenzicht.cases.file.selectors.access import get_case
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.declaration import acts_in_words
from ketenzicht.core.errors import NotAllowed, Sentence
from ketenzicht.core.policy import members, open_to
from ketenzicht.search.selectors import names
from ketenzicht.web.listing import Finder, ListPage, list_page


@open_to(members(CasePermission.CASE_READ))
@require_safe
def access_log(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the holder who looked at this case, when, and for what."""
    access = get_case(request.member, case_id, purpose="audit", now=request.now)
    if not access.holds:
        raise NotAllowed
    finder = Finder(request.GET, search=_("Search by name or organisation"))
    found = [
        entry
        for entry in access_log_of("case", access.case.pk)
        if names(f"{entry.member} {entry.organisation}", finder.words)
    ]
    page = ListPage(
        title=_("Who looked at this case"),
        empty=_("Nobody looked at this case yet"),
        empty_text=_("Everybody who sees or changes it comes here."),
        back_url=reverse("cases:detail", args=[case_id]),
        back_label=_("Back to %(code)s") % {"code": access.case.code},
    )
    template = "cases/sharing/access_log.html"
    return list_page(request, page, finder, found, rows=_rows, template=template)


def _rows(logged: Sequence[LoggedAccess]) -> list[dict[str, object]]:
    return [
        {
            "entry": entry,
            "what": _said(acts_in_words(), entry.action),
            "why": _said(WHY, entry.purpose),
        }
        for entry in logged
    ]


def _said(words: Mapping[str, Sentence], code: str) -> str:
    return str(words.get(code, code))


WHY: dict[str, Sentence] = {
    "care": t("care"),
    "contact": t("to reach the person"),
    "identity": t("to know who it is"),
    "hand-over": t("a hand-over"),
    "decision": t("a decision"),
    "sharing": t("sharing"),
    "audit": t("seeing who looked"),
    "shelter": t("shelter"),
    "registration": t("registration"),
}
