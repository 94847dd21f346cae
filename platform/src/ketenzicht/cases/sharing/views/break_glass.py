# SPDX-License-Identifier: EUPL-1.2
"""Breaking the glass, and judging whether that was needed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.forms import BreakGlassForm, ReviewForm
from ketenzicht.cases.sharing.selectors.break_glass import break_glass_lines, break_glass_of
from ketenzicht.cases.sharing.services.break_glass import break_glass, review_break_glass
from ketenzicht.cases.sharing.states import Verdict
from ketenzicht.core.errors import NotFound, Refused
from ketenzicht.core.http import see_other
from ketenzicht.core.policy import members, open_to
from ketenzicht.web.acting import ActPage, Values, act_page, posted


@open_to(members(CasePermission.CASE_BREAK_GLASS), fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: StaffRequest) -> HttpResponse:
    """Open one case for an hour, with a reason that somebody will judge."""
    page = ActPage(
        title=_("Emergency access"),
        lead=" ".join(
            [
                _(
                    "For danger to somebody's life or health, when nobody of the holder can be "
                    "reached."
                ),
                _(
                    "You see one case for one hour. You can read, not write. Where the person "
                    "stays remains closed."
                ),
            ]
        ),
        term="break_glass",
        button=_("Open this case now, in an emergency"),
        kind="grave",
        back_url=reverse("cases:list"),
        back_label=_("Back to my cases"),
    )
    given = posted(request)
    form = BreakGlassForm(given, access=None, actor=request.member, now=request.now)
    return act_page(request, page, form=form, do=lambda values: _broken(request, values))


def _broken(request: StaffRequest, values: Values) -> str:
    try:
        broken = break_glass(actor=request.member, now=request.now, **values)
    except NotFound:
        said = _("This code does not open a case. Check it with a colleague.")
        raise Refused(said, field="code") from None
    messages.warning(request, _("You see this case for one hour. This is being judged."))
    return reverse("cases:detail", args=[broken.case_id])


@open_to(members(CasePermission.BREAK_GLASS_REVIEW))
@require_safe
def reviews(request: StaffRequest) -> HttpResponse:
    """List broken glass that waits for a judgement."""
    found = break_glass_lines(request.member, request.now)
    form = ReviewForm(access=None, actor=request.member, now=request.now)
    return render(request, "cases/sharing/reviews.html", {"rows": found, "form": form})


@open_to(members(CasePermission.BREAK_GLASS_REVIEW))
@require_POST
def review(request: StaffRequest, break_glass_id: UUID) -> HttpResponse:
    """Judge one."""
    break_glass_of(request.member, break_glass_id, request.now)
    form = ReviewForm(request.POST, access=None, actor=request.member, now=request.now)
    if not form.is_valid():
        context = {"rows": break_glass_lines(request.member, request.now), "form": form}
        return render(request, "cases/sharing/reviews.html", context, status=422)
    review_break_glass(
        actor=request.member,
        break_glass_id=break_glass_id,
        verdict=Verdict(form.cleaned_data["verdict"]),
        now=request.now,
    )
    messages.success(request, _("Your judgement is recorded."))
    return see_other("cases:reviews")
