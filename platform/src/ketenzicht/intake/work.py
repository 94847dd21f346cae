# SPDX-License-Identifier: EUPL-1.2
"""What somebody must do or answer about a report: by which facts it stands, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ketenzicht.accounts.handover import Member
from ketenzicht.accounts.selectors import national_coordination
from ketenzicht.core.clock import midnight
from ketenzicht.core.obligations.kinds import Keys, Kind, Thing, register
from ketenzicht.core.obligations.states import Harm, Item, Part, Said, Standing
from ketenzicht.core.terms import late_since
from ketenzicht.intake.forms.choices import municipality_name
from ketenzicht.intake.models import KIND, Referral, Report
from ketenzicht.intake.permissions import ReportPermission
from ketenzicht.intake.rules import claim_of_answer, claim_of_due
from ketenzicht.intake.services.escalation import LOOKING, UNTOUCHED, escalate_waiting
from ketenzicht.intake.states import ReferralState, ReportState, Urgency
from ketenzicht.intake.urgency import came_in_today
from ketenzicht.reference import Pressing

TRIAGE = ReportPermission.REPORT_TRIAGE
WHY = "what stands by the facts of reports, whoever holds them"
ANSWER, GO_ON, ASKED, STUCK = "report.answer", "report.go-on", "report.asked", "report.stuck"
#: What is settled about these is told to the reporter, and then they close.
RESOLVED = frozenset(
    {
        ReportState.ADVICE_ONLY,
        ReportState.CASE_OPENED,
        ReportState.DUPLICATE,
        ReportState.INVESTIGATION,
        ReportState.NOT_TRAFFICKING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The offer of a report that nobody has answered."""

    id: UUID
    giver: UUID
    receiver: UUID
    offered_at: datetime
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides who must do something about a report. Of the reporter it knows a day."""

    holder: UUID
    national: UUID
    state: ReportState
    urgency: Urgency
    received_on: date
    region: str = ""
    due_at: datetime | None = None
    unread: bool = False
    answered: bool = False
    escalated_at: datetime | None = None
    offer: Offer | None = None


def standing(facts: Facts) -> list[Standing]:
    """Return what stands by these facts."""
    return [*_held(facts), *_offered(facts), *_stuck(facts)]


def _held(facts: Facts) -> Iterator[Standing]:
    """The holder goes on; an offered report waits for the other, unless the reporter wrote."""
    if facts.state in {ReportState.CLOSED, ReportState.REFERRED}:
        return
    since = midnight(facts.received_on)
    waits = facts.state in UNTOUCHED and facts.escalated_at is None
    yield Standing(
        kind=GO_ON,
        key=_next(facts),
        owner=facts.holder,
        region=facts.region,
        since=since,
        shows_from=since,
        until=facts.due_at,
        rule=LOOKING if waits else "",
        late_since=_late(facts) if waits else None,
        harm=Harm.NOW if facts.unread else Harm.WEEK,
        rank=0 if facts.urgency == Urgency.NOW else 1,
    )


def _next(facts: Facts) -> str:
    if facts.unread:
        return "read"
    if facts.state == ReportState.NEW:
        return "look"
    if facts.state in RESOLVED:
        return "close" if facts.answered else "answer"
    return "step"


def _late(facts: Facts) -> datetime | None:
    pressing = Pressing.ACUTE if facts.urgency == Urgency.NOW else Pressing.ORDINARY
    due = facts.due_at
    return due and late_since(LOOKING, due, pressing=pressing, region=facts.region)


def _offered(facts: Facts) -> Iterator[Standing]:
    """Who was asked has to answer; who asked waits, and holds the report until then."""
    if (offer := facts.offer) is None:
        return
    asked = Standing(
        kind=ANSWER,
        key=str(offer.id),
        owner=offer.receiver,
        asker=offer.giver,
        region=facts.region,
        since=offer.offered_at,
        shows_from=offer.offered_at,
        until=offer.answer_by,
    )
    yield asked
    yield Standing(
        kind=ASKED,
        key=asked.key,
        owner=offer.giver,
        region=facts.region,
        since=offer.offered_at,
        shows_from=offer.offered_at,
        until=offer.answer_by,
        harm=Harm.WAITING,
    )


def _stuck(facts: Facts) -> Iterator[Standing]:
    """Who coordinates nationally calls a holder who moves nothing; the report stays closed."""
    since = facts.escalated_at
    if since is None or facts.state == ReportState.CLOSED or facts.holder == facts.national:
        return
    yield Standing(
        kind=STUCK,
        owner=facts.holder,
        part=Part.TOLD,
        told=facts.national,
        region=facts.region,
        since=since,
        shows_from=since,
        until=since,
        harm=Harm.NOW,
    )


# -- facts ---------------------------------------------------------------------------------------


def standing_of(report_ids: Sequence[UUID], _now: datetime) -> Mapping[UUID, list[Standing]]:
    """Return what stands about these reports."""
    rows = Report.objects.whole_table(why=WHY).filter(pk__in=report_ids)
    offers = Referral.objects.whole_table(why=WHY).filter(
        report__in=report_ids, state=ReferralState.OFFERED
    )
    open_offers = {row.report_id: _offer(row) for row in offers}
    national = national_coordination().pk
    return {
        row.pk: standing(
            Facts(
                holder=row.holder_id,
                national=national,
                state=ReportState(row.state),
                urgency=Urgency(row.urgency),
                received_on=row.received_on,
                region=row.region,
                due_at=row.due_at,
                unread=row.unread,
                answered=row.feedback_on is not None,
                escalated_at=row.escalated_at,
                offer=open_offers.get(row.pk),
            )
        )
        for row in rows
    }


def _offer(row: Referral) -> Offer:
    return Offer(
        id=row.pk,
        giver=row.giver_id,
        receiver=row.receiver_id,
        offered_at=row.offered_at,
        answer_by=row.answer_by,
    )


def _after(after: UUID | None, limit: int) -> list[UUID]:
    rows = Report.objects.whole_table(why=WHY).order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    locked = rows.select_for_update(of=("self",))
    return [row.pk for row in locked.only("pk")[:limit]]


def _reached(actor: Member, now: datetime) -> Keys:
    return Report.objects.for_reader(actor, now).values("pk")


def _found(actor: Member, words: str, now: datetime) -> Keys:
    """The report with this number; a number is the first six signs of its key."""
    number = words.upper().removeprefix("M-").replace(" ", "").lower()
    rows = Report.objects.for_reader(actor, now)
    if not number or len(number) > 6 or not set(number) <= set("0123456789abcdef"):
        return rows.none().values("pk")
    first, last = UUID(number.ljust(32, "0")), UUID(number.ljust(32, "f"))
    return rows.filter(pk__gte=first, pk__lte=last).values("pk")


# -- words ---------------------------------------------------------------------------------------


def _say_offered(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    offers = _offers(items, actor, now)
    return {
        item.pk: Said(
            _("%(sender)s asks you to take on report %(label)s.")
            % {"sender": offer.giver.name, "label": offer.report.label},
            _("Answer %(sender)s") % {"sender": offer.giver.name},
            reverse("intake:offer", kwargs={"referral_id": offer.pk}),
            offer.answer_by,
            claim_of_answer(offer.offered_at),
        )
        for item in items
        if (offer := offers.get(item.key))
    }


def _say_asked(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    offers = _offers(items, actor, now)
    return {
        item.pk: Said(
            _("%(receiver)s has not answered yet about report %(label)s. You hold it.")
            % {"receiver": offer.receiver.name, "label": offer.report.label},
            _("Look at the question"),
            reverse("intake:offer", kwargs={"referral_id": offer.pk}),
            offer.answer_by,
            claim_of_answer(offer.offered_at),
        )
        for item in items
        if (offer := offers.get(item.key))
    }


def _offers(items: Sequence[Item], actor: Member, now: datetime) -> dict[str, Referral]:
    rows = Referral.objects.for_reader(actor, now).filter(pk__in=[item.key for item in items])
    return {str(row.pk): row for row in rows.select_related("report", "giver", "receiver")}


def _say_held(items: Sequence[Item], actor: Member, now: datetime) -> dict[UUID, Said]:
    rows = Report.objects.for_reader(actor, now).filter(pk__in=[item.about_id for item in items])
    reports = {row.pk: row for row in rows}
    found: dict[UUID, Said] = {}
    for item in items:
        if report := reports.get(item.about_id):
            sentence, action = _sentence(report, item.key)
            fresh = came_in_today(report.urgency, report.due_at, now)
            url = reverse("intake:report", kwargs={"report_id": report.pk})
            due = None if fresh else report.due_at
            claim = claim_of_due(report.state, report.urgency, now)
            found[item.pk] = Said(sentence, action, url, due, claim)
    return found


def _sentence(report: Report, key: str) -> tuple[str, str]:
    where = municipality_name(report.municipality) or _("place not known")
    known = {"label": report.label, "where": where}
    match key:
        case "read":
            return _("The reporter of %(label)s wrote something.") % known, _("Read it")
        case "look":
            said = (
                _("Danger now: nobody has looked at report %(label)s from %(where)s.")
                if report.urgency == Urgency.NOW
                else _("Nobody has looked at report %(label)s from %(where)s.")
            )
            return said % known, _("Open the report")
        case "answer":
            said = _("The reporter of %(label)s has had no answer.")
            return said % known, _("Answer the reporter")
        case "close":
            return _("Report %(label)s can be closed.") % known, _("Close it")
    return _("Report %(label)s from %(where)s waits for the next step.") % known, _("Go on with it")


def _stuck_sentence(report: Report) -> str:
    if report.urgency == Urgency.NOW:
        return _("Danger now: report %(label)s came in at %(holder)s.")
    return _("At %(holder)s nobody moves report %(label)s.")


def _say_stuck(items: Sequence[Item], _actor: Member, _now: datetime) -> dict[UUID, Said]:
    rows = Report.objects.whole_table(why="the fallback coordinator learns who waits")
    found = rows.filter(pk__in=[item.about_id for item in items]).select_related("holder")
    reports = {row.pk: row for row in found}
    return {
        item.pk: Said(
            _stuck_sentence(report) % {"holder": report.holder.name, "label": report.label},
            _("Call %(holder)s") % {"holder": report.holder.name},
            reverse("intake:stuck"),
            None,
        )
        for item in items
        if (report := reports.get(item.about_id))
    }


def _escalate(items: Sequence[Item], now: datetime) -> None:
    escalate_waiting([item.about_id for item in items], now=now)


REPORT = Thing(code=KIND, reached=_reached, after=_after, standing=standing_of, found=_found)
KINDS = (
    Kind(code=ANSWER, thing=KIND, permission=TRIAGE, describe=_say_offered),
    Kind(code=ASKED, thing=KIND, permission=TRIAGE, describe=_say_asked),
    Kind(
        code=GO_ON,
        thing=KIND,
        permission=TRIAGE,
        describe=_say_held,
        late=_escalate,
        undated=True,
    ),
    Kind(code=STUCK, thing=KIND, permission=TRIAGE, describe=_say_stuck, blind=True, undated=True),
)
register(REPORT, KINDS)
