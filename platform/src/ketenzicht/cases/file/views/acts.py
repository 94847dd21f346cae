# SPDX-License-Identifier: EUPL-1.2
"""Acts on a case that are one form: show it, refuse it with reasons, or do it and go back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.file.forms.base import CaseForm
from ketenzicht.cases.file.selectors.access import Access, access_to, case_of, get_case
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.core.errors import NotAllowed, Refused, Sentence, StaleWrite
from ketenzicht.core.http import posted_version, see_other
from ketenzicht.core.permissions import Permission
from ketenzicht.core.policy import members, open_to

Values = Mapping[str, Any]
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do about a case, as a page with a form."""

    title: Sentence
    button: Sentence
    form: type[CaseForm]
    save: Callable[[StaffRequest, UUID, Values, int], None]
    done: Sentence
    lead: Sentence = ""
    permission: Permission = CasePermission.CASE_WRITE
    holder_only: bool = True
    fresh: bool = False
    kind: str = "primary"
    initial: Callable[[StaffRequest, Access], tuple[Values, int]] | None = None
    back: str = "cases:detail"


def page(act: Act) -> View:
    """Return the view of an act."""

    @open_to(members(act.permission), fresh=act.fresh)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: StaffRequest, case_id: UUID) -> HttpResponse:
        if request.method == "POST":
            return _do(request, act, case_id)
        access = get_case(request.member, case_id, purpose="care", now=request.now)
        return _show(request, act, access)

    return view


def _show(request: StaffRequest, act: Act, access: Access) -> HttpResponse:
    if act.holder_only and not access.holds:
        raise NotAllowed
    values, version = _current(request, act, access)
    form = act.form(initial=values, access=access, actor=request.member, now=request.now)
    return _render(request, act, access, form, version=version)


def _do(request: StaffRequest, act: Act, case_id: UUID) -> HttpResponse:
    case = case_of(request.member, case_id, request.now)
    access = access_to(case, request.member, request.now)
    if act.holder_only and not access.holds:
        raise NotAllowed
    form = act.form(request.POST, access=access, actor=request.member, now=request.now)
    version = posted_version(request)
    if not form.is_valid():
        return _render(request, act, access, form, version=version, status=422)
    try:
        act.save(request, case_id, form.cleaned_data, version)
    except Refused as refusal:
        form.add_error(
            refusal.field if refusal.field in form.fields else None, str(refusal.sentence)
        )
        return _render(request, act, access, form, version=version, status=422)
    except StaleWrite:
        return _both_values(request, act, access, form)
    messages.success(request, str(act.done))
    return see_other(act.back, case_id)


def ground(request: StaffRequest, case_id: UUID) -> dict[str, Any]:
    """What every act on a case is called with."""
    return {"actor": request.member, "case_id": case_id, "now": request.now}


def refuse(form: CaseForm, refusal: Refused) -> None:
    """Put a refusal of the domain beside the field it is about."""
    known = refusal.field if refusal.field in form.fields else None
    form.add_error(known, str(refusal.sentence))


def _both_values(request: StaffRequest, act: Act, access: Access, form: CaseForm) -> HttpResponse:
    """Show what stands there now beside what was filled in; sending again is a choice."""
    values, version = _current(request, act, access)
    pairs = [
        (str(form[name].label), _said(form, name, values.get(name)), _said(form, name, given))
        for name, given in form.cleaned_data.items()
        if name in values and values[name] != given
    ]
    return _render(request, act, access, form, version=version, status=409, pairs=pairs)


def _said(form: CaseForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    many = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(choices.get(one, one)) for one in many if one not in {None, ""}) or "–"


def _current(request: StaffRequest, act: Act, access: Access) -> tuple[Values, int]:
    if act.initial is None:
        return {}, access.case.version
    return act.initial(request, access)


def _render(
    request: StaffRequest,
    act: Act,
    access: Access,
    form: CaseForm,
    *,
    version: int,
    status: int = 200,
    pairs: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    if status != 200:
        # A form that comes back shows the case as much as one that is opened.
        get_case(request.member, access.case.pk, purpose="care", now=request.now)
    context = {
        "act": act,
        "case": access.case,
        "form": form,
        "version": version,
        "pairs": pairs or [],
        "stale": status == 409,
    }
    return render(request, "cases/file/act.html", context, status=status)
