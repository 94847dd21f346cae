# SPDX-License-Identifier: EUPL-1.2
"""Acts on a case that are one form: show it, refuse it with reasons, or do it and go back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.acts import RULES, Act, why_not
from ketenzicht.cases.file.forms.base import CaseForm
from ketenzicht.cases.file.selectors.access import Access, access_to, case_of, get_case
from ketenzicht.core.errors import Refused, Sentence
from ketenzicht.core.http import posted_version
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import ActPage, Onward, Values, act_page

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act on a case as a page with a form; to whom it is open says the table of acts."""

    act: Act
    title: Sentence
    button: Sentence
    form: type[CaseForm]
    save: Callable[[StaffRequest, UUID, Values, int], Onward]
    done: Sentence = ""
    lead: Sentence = ""
    fresh: bool = False
    kind: str = "primary"
    initial: Callable[[StaffRequest, Access], tuple[Values, int]] | None = None
    back: str = "cases:detail"
    purpose: str = "care"
    template: str = "web/act.html"
    kept: str = ""


def page(act: CaseAct) -> View:
    """Return the view of an act."""

    @open_to(members(RULES[act.act].permission), fresh=act.fresh)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: StaffRequest, case_id: UUID) -> HttpResponse:
        return answered(request, case_id, act)

    return view


def answered(request: StaffRequest, case_id: UUID, act: CaseAct) -> HttpResponse:
    """Show the form of an act, or do it, for a view that knows more than the case."""
    access = _access(request, case_id, act.purpose)
    refusal = why_not(request.member, access, act.act)
    if refusal is not None and (request.method != "POST" or not isinstance(refusal, Refused)):
        raise refusal  # what was typed into a case that closed meanwhile comes back below
    if request.method == "POST":
        return _do(request, act, access)
    stands = _current(request, act, access)
    form = act.form(initial=stands[0], access=access, actor=request.member, now=request.now)
    return act_page(
        request, _said(act, access), form=form, do=lambda _values: None, current=lambda: stands
    )


def _access(request: StaffRequest, case_id: UUID, purpose: str) -> Access:
    # The look of an act that is done is in its own record; the form itself shows the case.
    if request.method == "POST":
        return access_to(case_of(request.member, case_id, request.now), request.member, request.now)
    return get_case(request.member, case_id, purpose=purpose, now=request.now)


def _do(request: StaffRequest, act: CaseAct, access: Access) -> HttpResponse:
    case_id = access.case.pk

    def do(values: Values) -> Onward:
        return act.save(request, case_id, values, posted_version(request))

    def opened_again() -> None:
        # A form that comes back shows the case as much as one that is opened.
        get_case(request.member, case_id, purpose=act.purpose, now=request.now)

    return act_page(
        request,
        _said(act, access),
        form=act.form(request.POST, access=access, actor=request.member, now=request.now),
        do=do,
        current=lambda: _current(request, act, access),
        given_back=opened_again,
    )


def _said(act: CaseAct, access: Access) -> ActPage:
    return ActPage(
        title=act.title,
        button=act.button,
        done=act.done,
        lead=act.lead,
        kind=act.kind,
        back_url=reverse(act.back, args=[access.case.pk]),
        back_label=_("Back to %(code)s") % {"code": access.case.code},
        template=act.template,
        kept=act.kept,
        more={"case": access.case},
    )


def _current(request: StaffRequest, act: CaseAct, access: Access) -> tuple[Values, int]:
    if act.initial is None:
        return {}, access.case.version
    return act.initial(request, access)


def ground(request: StaffRequest, case_id: UUID) -> dict[str, Any]:
    """What every act on a case is called with."""
    return {"actor": request.member, "case_id": case_id, "now": request.now}
