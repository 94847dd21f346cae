# SPDX-License-Identifier: EUPL-1.2
"""The lists of a coordinator: what waits, who keeps a report waiting, and acts on several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.core.clock import local
from ketenzicht.core.http import uuids
from ketenzicht.core.policy import members, open_to
from ketenzicht.intake import selectors, services
from ketenzicht.intake.acts.reports import Act, why_not
from ketenzicht.intake.forms.choices import of_list
from ketenzicht.intake.forms.staff import CloseTogetherForm, ReferralTogetherForm
from ketenzicht.intake.models import Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.rules import claim_of_answer, claim_of_due
from ketenzicht.intake.selectors.inbox import Filters, InboxRow, Which
from ketenzicht.intake.states import ReportState, Urgency
from ketenzicht.intake.urgency import came_in_today
from ketenzicht.intake.views import wording
from ketenzicht.web.acting import ActPage, Values, posted
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Action, Row, State
from ketenzicht.web.together import Together, together_page

READ = members(ReportPermission.REPORT_READ)
TRIAGE = members(ReportPermission.REPORT_TRIAGE)
LISTED = require_http_methods(["GET", "HEAD", "POST"])
PILES = {
    Which.OPEN: gettext_lazy("Open"),
    Which.UNREAD: gettext_lazy("New from the reporter"),
    Which.WAITING: gettext_lazy("Waits for another organisation"),
    Which.CLOSED: gettext_lazy("Closed"),
}


@open_to(READ)
@LISTED
def inbox(request: StaffRequest) -> HttpResponse:
    """Show what waits, most urgent first. Search words stay out of the address."""
    actor, now = request.member, request.now
    services.key_waiting_reports(now=now, holder_id=actor.organisation_id)
    finder = _finder(request)
    which = Which(finder.value("pile") or Which.ALL)
    filters = Filters(which=which, urgency=finder.value("urgency"), text=finder.words)
    found = selectors.reports_held(actor, filters, now=now)
    may_act = ReportPermission.REPORT_TRIAGE in actor.permissions

    def rows(things: Sequence[Report]) -> list[Row]:
        lines = selectors.inbox_rows(actor, things, which, now=now)
        return [_row(line, now, choice=may_act) for line in lines]

    more = {"offers": [_offer_row(each) for each in selectors.offers_to(actor, now)]}
    page = _inbox_page(standing=filters == Filters(), may_act=may_act)
    return list_page(
        request, page, finder, found, rows=rows, template="intake/staff/inbox.html", more=more
    )


def _inbox_page(*, standing: bool, may_act: bool) -> ListPage:
    """What the list says; whoever asked for something else than what is open may look there."""
    waits = (
        _("Nothing waits"),
        _(
            "Your organisation holds no open report. New ones appear here by themselves, the most "
            "urgent on top."
        ),
    )
    found = (
        _("Nothing found"),
        _(
            "No report of your organisation fits. Search for something else, or look at all open "
            "reports."
        ),
    )
    title, text = waits if standing else found
    together = (
        Action(_("Close"), reverse("intake:close-together")),
        Action(_("Ask another organisation"), reverse("intake:refer-together")),
    )
    return ListPage(
        title=_("Reports"),
        empty=title,
        empty_text=text,
        nothing=title,
        nothing_text=text,
        together=together if may_act else (),
    )


@open_to(TRIAGE)
@require_safe
def stuck(request: StaffRequest) -> HttpResponse:
    """Show the fallback coordinator who keeps a report waiting."""
    page = ListPage(
        title=_("Reports that nobody moves"),
        lead=_(
            "Call the organisation and help it choose. The report stays there; what it says is "
            "not on this page."
        ),
        empty=_("Nobody waits"),
        empty_text=_("Every organisation looks at its reports in time."),
        back_url=reverse("intake:inbox"),
        back_label=_("All reports"),
    )
    found = selectors.stuck_reports(request.member, request.now)
    return list_page(request, page, Finder(request.GET), found, row=_stuck_row)


@open_to(TRIAGE)
@LISTED
def close_together(request: StaffRequest) -> HttpResponse:
    """Close several reports with one answer, or one reason why there is none."""
    actor, now = request.member, request.now
    page = ActPage(
        title=_("Close these reports?"),
        lead=_("Each reporter gets the same answer. You can open a report again."),
        button=_("Close these reports"),
        back_url=reverse("intake:inbox"),
        back_label=_("All reports"),
    )

    def do(report: Report, values: Values, version: int) -> None:
        services.close_report(actor=actor, report_id=report.pk, version=version, now=now, **values)

    act = _together(request, page, Act.CLOSE, do)
    return together_page(request, act, CloseTogetherForm(posted(request)))


@open_to(TRIAGE)
@LISTED
def refer_together(request: StaffRequest) -> HttpResponse:
    """Ask one other organisation to take several reports on, each to be answered by itself."""
    actor, now = request.member, request.now
    page = ActPage(
        title=_("Ask another organisation to take these reports on?"),
        lead=_("It answers for each of them. Until it says yes, you hold the report."),
        button=_("Ask them"),
        back_url=reverse("intake:inbox"),
        back_label=_("All reports"),
    )

    def do(report: Report, values: Values, version: int) -> None:
        services.offer_referral(
            actor=actor,
            report_id=report.pk,
            version=version,
            receiver_id=UUID(values["receiver"]),
            question=values["question"],
            now=now,
        )

    act = _together(request, page, Act.REFER, do)
    receivers = selectors.receivers_for(actor, _region(act.find(_asked(request))), now)
    form = ReferralTogetherForm(posted(request), receivers=receivers)
    return together_page(request, act, form)


def _asked(request: StaffRequest) -> list[str]:
    given = request.POST if request.method == "POST" else request.GET
    return given.getlist("chosen")


def _region(reports: Iterable[Report]) -> str:
    """The region these reports are from; none when they are from several."""
    regions = {report.region for report in reports}
    return regions.pop() if len(regions) == 1 else ""


def _together(
    request: StaffRequest, page: ActPage, act: Act, do: Callable[[Report, Values, int], None]
) -> Together[Report]:
    actor, now = request.member, request.now
    return Together(
        page=page,
        find=lambda keys: selectors.reports_chosen(actor, uuids(keys), now=now),
        key=lambda report: str(report.pk),
        say=_called,
        why_not=lambda report: why_not(actor, report, act),
        do=do,
        version=lambda report: report.version,
    )


def _called(report: Report) -> str:
    day = date_format(report.received_on, "j F")
    return f"{report.label}, {wording.state_label(ReportState(report.state))[1]}, {day}"


def _finder(request: StaffRequest) -> Finder:
    # Whoever just comes in sees what is open; "all" is a choice.
    asked = request.POST if request.method == "POST" else {"pile": Which.OPEN.value}
    return Finder(
        asked,
        filters=(
            Filter("pile", _("Show"), [(which, str(name)) for which, name in PILES.items()]),
            Filter("urgency", _("Urgency"), of_list("urgency")()),
        ),
        search=_("Search by number, municipality, or an exact address, plate or telephone number"),
        post=True,
    )


def _row(row: InboxRow, now: datetime, *, choice: bool) -> Row:
    look, word = wording.urgency_label(row.urgency)
    fresh = came_in_today(row.urgency, row.due_at, now)
    if row.due_at is not None and row.due_at <= now and not fresh:
        look, word = State.LATE, _("Late, was: %(urgency)s") % {"urgency": word}
    day = date_format(row.received_on, "j F")
    parts = [wording.state_label(row.state)[1], day, row.label]
    if row.minor:
        parts.append(_("maybe under 18"))
    if row.unread:
        parts.append(_("the reporter wrote"))
    if row.similar:
        parts.append(_("%(n)d more at the same place") % {"n": row.similar})
    return Row(
        sentence=wording.heading(row),
        url=reverse("intake:report", kwargs={"report_id": row.id}),
        state=look,
        word=word,
        due=None if fresh else row.due_at,
        claim=claim_of_due(row.state, row.urgency, now),
        meta=" · ".join(parts),
        key=str(row.id) if choice else "",
    )


def _offer_row(offer: Any) -> Row:
    url = reverse("intake:offer", kwargs={"referral_id": offer.pk})
    return Row(
        sentence=_("%(sender)s asks you to take on report %(label)s")
        % {"sender": offer.giver.name, "label": offer.report.label},
        url=url,
        state=State.WAITS,
        word=_("Waits for your answer"),
        due=offer.answer_by,
        claim=claim_of_answer(offer.offered_at),
        action=Action(_("Read and answer"), url),
    )


def _stuck_row(one: selectors.Stuck) -> Row:
    look, word = wording.urgency_label(one.urgency)
    said = (
        _("Danger now: report %(label)s came in at %(holder)s. Call %(phone)s.")
        if one.urgency is Urgency.NOW
        else _("%(holder)s has not moved report %(label)s. Call %(phone)s.")
    )
    return Row(
        sentence=said
        % {"holder": one.holder, "label": one.label, "phone": one.phone or _("their desk")},
        state=look,
        word=word,
        # A day: danger now is found the minute it was told.
        meta=date_format(local(one.since), "j F"),
    )
