# SPDX-License-Identifier: EUPL-1.2
"""What the triage puts on *Mijn dag*: what waits here, and what waits for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.core.clock import local_date, midnight
from ketenzicht.core.day import DayItem, Harm, harm_of
from ketenzicht.intake import selectors
from ketenzicht.intake.forms.choices import municipality_name
from ketenzicht.intake.models import Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.states import ReportState, Urgency
from ketenzicht.intake.urgency import came_in_today

AT_MOST = 30
ANSWER_LEFT = {
    ReportState.ADVICE_ONLY,
    ReportState.CASE_OPENED,
    ReportState.DUPLICATE,
    ReportState.INVESTIGATION,
    ReportState.NOT_TRAFFICKING,
}


def items(actor: Member, now: datetime) -> list[DayItem]:
    """Return the lines of this member's day; sentences name a report, never what it says."""
    if ReportPermission.REPORT_TRIAGE not in actor.permissions:
        return []
    own = [*_offered(actor, now), *_held(actor, now), *_asked(actor, now)]
    return [*own, *_stuck(actor)] if selectors.coordinates_nationally(actor) else own


def _offered(actor: Member, now: datetime) -> Iterator[DayItem]:
    for offer in selectors.offers_to(actor, now)[:AT_MOST]:
        yield DayItem(
            harm=_harm(offer.answer_by, now),
            sentence=_("%(sender)s asks you to take on report %(label)s.")
            % {"sender": offer.sender.name, "label": offer.report.label},
            due=offer.answer_by,
            action=_("Answer %(sender)s") % {"sender": offer.sender.name},
            url=reverse("intake:offer", kwargs={"forward_id": offer.pk}),
        )


def _held(actor: Member, now: datetime) -> Iterator[DayItem]:
    held = Report.objects.for_reader(actor, now).exclude(
        state__in=[ReportState.CLOSED, ReportState.REFERRED]
    )
    for report in held.order_by("urgency", "due_at", "id")[:AT_MOST]:
        sentence, action = _sentence(report)
        fresh = came_in_today(report.urgency, report.due_at, now)
        yield DayItem(
            harm=Harm.NOW if report.unread else _harm(report.due_at, now),
            sentence=sentence,
            due=None if fresh else report.due_at,
            action=action,
            url=reverse("intake:report", kwargs={"report_id": report.pk}),
            rank=0 if report.urgency == Urgency.NOW else 1,
        )


def _asked(actor: Member, now: datetime) -> Iterator[DayItem]:
    for offer in selectors.offers_from(actor, now)[:AT_MOST]:
        yield DayItem(
            harm=Harm.WAITING,
            sentence=_("%(receiver)s has not answered yet about report %(label)s. You hold it.")
            % {"receiver": offer.receiver.name, "label": offer.report.label},
            due=offer.answer_by,
            action=_("Look at the question"),
            url=reverse("intake:offer", kwargs={"forward_id": offer.pk}),
        )


def _stuck(actor: Member) -> Iterator[DayItem]:
    for each in selectors.waiting_elsewhere(actor)[:AT_MOST]:
        yield DayItem(
            harm=Harm.NOW,
            sentence=_("At %(holder)s nobody moves report %(label)s.")
            % {"holder": each.holder, "label": each.label},
            due=each.since,
            action=_("Call %(holder)s") % {"holder": each.holder},
            url=reverse("intake:stuck"),
        )


def _sentence(report: Report) -> tuple[str, str]:
    where = municipality_name(report.municipality) or _("place not known")
    known = {"label": report.label, "where": where}
    if report.unread:
        return _("The reporter of %(label)s wrote something.") % known, _("Read it")
    if report.state == ReportState.NEW:
        said = (
            _("Danger now: nobody has looked at report %(label)s from %(where)s.")
            if report.urgency == Urgency.NOW
            else _("Nobody has looked at report %(label)s from %(where)s.")
        )
        return said % known, _("Look at it")
    if report.state in ANSWER_LEFT and report.feedback_on is None:
        return _("The reporter of %(label)s has had no answer.") % known, _("Answer the reporter")
    if report.state in ANSWER_LEFT:
        return _("Report %(label)s can be closed.") % known, _("Close it")
    return _("Report %(label)s from %(where)s waits for the next step.") % known, _("Go on with it")


def _harm(due: datetime | None, now: datetime) -> Harm:
    return harm_of(due, now=now, day_end=midnight(local_date(now) + timedelta(days=1)))
