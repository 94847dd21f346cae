# SPDX-License-Identifier: EUPL-1.2
"""What the care side puts on *Mijn dag*: answers, decisions, steps, silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.accounts.selectors import organisations_by_id
from ketenzicht.cases.care.selectors import needs_asked
from ketenzicht.cases.file.codes import language
from ketenzicht.cases.file.rules import label_of
from ketenzicht.cases.file.selectors.labels import labels_of
from ketenzicht.cases.page.listing import cases_for
from ketenzicht.cases.payer.selectors import disputes_for
from ketenzicht.cases.permissions import CasePermission
from ketenzicht.cases.sharing.selectors.break_glass import (
    break_glass_to_review,
    break_glass_without_reviewer,
)
from ketenzicht.cases.transfers.selectors import (
    answers_received,
    to_decide,
    transfers_to_answer,
    transfers_under_way,
)
from ketenzicht.cases.transfers.states import TransferState
from ketenzicht.cases.waiting.rules import (
    NO_CONTACT,
    NO_NEXT_STEP,
    Wait,
    days_waiting,
    is_alarm,
    meant_for,
)
from ketenzicht.cases.waiting.selectors import DIRECTS, waits_for, waits_of
from ketenzicht.core.clock import AMSTERDAM, local
from ketenzicht.core.day import DayItem, Harm, harm_of

if TYPE_CHECKING:
    from ketenzicht.accounts.handover import Member
    from ketenzicht.cases.file.models import Case

AHEAD = timedelta(days=7)  # no term: how far a day looks ahead


def items(actor: Member, now: datetime) -> list[DayItem]:
    """Everything of the care side that is for this member to do or to wait for."""
    found: list[DayItem] = []
    if CasePermission.CASE_TRANSFER in actor.permissions:
        found += [*_answers(actor, now), *_decisions(actor, now), *_waiting(actor, now)]
        found += _refused(actor, now)
    if CasePermission.CASE_READ in actor.permissions:
        found += _disputes(actor, now)
    if DIRECTS & actor.roles:
        found += _alarms(actor, now)
    if CasePermission.CASE_WRITE in actor.permissions:
        found += [*_held(actor, now), *_needs(actor, now)]
    if CasePermission.BREAK_GLASS_REVIEW in actor.permissions:
        found += _reviews(actor, now)
    if AccountPermission.MEMBER_MANAGE in actor.permissions:
        found += _unjudged(actor, now)
    return found


def rest(actor: Member, now: datetime) -> str:
    """How many cases are held here that ask for nothing yet."""
    if CasePermission.CASE_WRITE not in actor.permissions:
        return ""
    planned = (getattr(case, "next_due", None) for case in cases_for(actor, now, whose="held"))
    quiet = sum(due is not None and due > now + AHEAD for due in planned)
    if not quiet:
        return ""
    return ngettext(
        "%(number)s case goes on without you.", "%(number)s cases go on without you.", quiet
    ) % {"number": quiet}


def _harm(due: datetime | None, now: datetime) -> Harm:
    end = datetime.combine(local(now).date(), time(23, 59), tzinfo=AMSTERDAM)
    return harm_of(due, now=now, day_end=end)


def _answers(actor: Member, now: datetime) -> Iterator[DayItem]:
    for transfer in transfers_to_answer(actor, now):
        words = {"giver": transfer.giver.name, "code": transfer.case.code}
        yield DayItem(
            harm=_harm(transfer.answer_by, now),
            sentence=_("%(giver)s asks you to take over case %(code)s") % words,
            due=transfer.answer_by,
            action=_("Read and answer"),
            url=reverse("cases:transfer", args=[transfer.pk]),
        )


def _decisions(actor: Member, now: datetime) -> Iterator[DayItem]:
    for escalation in to_decide(actor, now):
        words = {"code": escalation.case.code, "holder": escalation.case.holder.name}
        yield DayItem(
            harm=min(_harm(escalation.due, now), Harm.TODAY),
            sentence=_("Case %(code)s of %(holder)s is stuck and waits for your decision") % words,
            due=escalation.due,
            action=_("Decide"),
            url=reverse("cases:decide", args=[escalation.pk]),
        )


def _waiting(actor: Member, now: datetime) -> Iterator[DayItem]:
    offered = transfers_under_way(actor, now).filter(
        giver=actor.organisation_id, state=TransferState.OFFERED
    )
    for transfer in offered:
        words = {"receiver": transfer.receiver.name, "code": transfer.case.code}
        yield DayItem(
            harm=Harm.WAITING,
            sentence=_("%(receiver)s has not answered about case %(code)s; you are to act") % words,
            due=transfer.answer_by,
            action=_("Look at the proposal"),
            url=reverse("cases:transfer", args=[transfer.pk]),
        )


def _refused(actor: Member, now: datetime) -> Iterator[DayItem]:
    for transfer in answers_received(actor, now):
        words = {"receiver": transfer.receiver.name, "code": transfer.case.code}
        said = (
            _("%(receiver)s said no to case %(code)s; you are to act")
            if transfer.state == TransferState.REFUSED
            else _("%(receiver)s did not answer about case %(code)s in time; you are to act")
        )
        yield DayItem(
            harm=Harm.TODAY,
            sentence=said % words,
            due=None,
            action=_("Read the answer"),
            url=reverse("cases:transfer", args=[transfer.pk]),
        )


def _needs(actor: Member, now: datetime) -> Iterator[DayItem]:
    for need in needs_asked(actor, now):
        words = {"holder": need.case.holder.name, "code": need.case.code}
        yield DayItem(
            harm=_harm(need.answer_by, now),
            sentence=_("%(holder)s asks you to answer for a need of case %(code)s") % words,
            due=need.answer_by,
            action=_("Say yes or no"),
            url=reverse("cases:detail", args=[need.case_id]),
        )


def _disputes(actor: Member, now: datetime) -> Iterator[DayItem]:
    for dispute in disputes_for(actor, now):
        if actor.organisation_id not in {dispute.first_id, dispute.second_id}:
            continue
        words = {"code": dispute.case.code, "payer": dispute.interim_payer.name}
        yield DayItem(
            harm=Harm.WEEK,
            sentence=_("Who pays for case %(code)s? %(payer)s pays meanwhile") % words,
            due=None,
            action=_("Look at the disagreement"),
            url=reverse("cases:dispute", args=[dispute.pk]),
        )


def _alarms(actor: Member, now: datetime) -> Iterator[DayItem]:
    """What the rules tell whoever directs the chain, and how many wait in the region beside."""
    found = waits_for(actor, now)
    told = [wait for wait in found if meant_for(wait, actor.roles)]
    names = organisations_by_id(wait.waits_on for wait in told)
    board, look = reverse("cases:board"), _("Look who waits")
    for wait in told:
        sentence = _alarm(wait, names[wait.waits_on].name, now)
        yield DayItem(Harm.TODAY, sentence, None, look, board)
    others = len({wait.case_id for wait in found} - {wait.case_id for wait in told})
    if others:
        sentence = ngettext(
            "%(number)s more case in your region stands still",
            "%(number)s more cases in your region stand still",
            others,
        ) % {"number": others}
        yield DayItem(Harm.WEEK, sentence, None, look, board)


def _alarm(wait: Wait, name: str, now: datetime) -> str:
    days = days_waiting(wait, now)
    if not days:
        said = _("%(what)s, since today; waiting for %(who)s")
        return said % {"what": label_of(wait.rule, language()), "who": name}
    return ngettext(
        "%(what)s, for %(days)s day; waiting for %(who)s",
        "%(what)s, for %(days)s days; waiting for %(who)s",
        days,
    ) % {"what": label_of(wait.rule, language()), "days": days, "who": name}


def _held(actor: Member, now: datetime) -> Iterator[DayItem]:
    """What the cases held here ask for: a next step, and what waits for this organisation."""
    held = cases_for(actor, now, whose="held")
    cases = list(held)
    labels = labels_of(actor, [case.pk for case in cases], now)
    names = {
        case.pk: f"{case.code} · {labels[case.pk]}" if case.pk in labels else case.code
        for case in cases
    }
    for wait in waits_of(held, now):
        if wait.waits_on == actor.organisation_id and wait.rule != NO_NEXT_STEP:
            yield _wait(wait, names[wait.case_id], now)
    for case in cases:
        yield from _step(case, names[case.pk], now)


def _step(case: Case, name: str, now: datetime) -> Iterator[DayItem]:
    due: datetime | None = getattr(case, "next_due", None)
    look = reverse("cases:detail", args=[case.pk])
    if due is None:
        sentence = _("Case %(code)s has no next step") % {"code": name}
        plan = reverse("cases:plan", args=[case.pk])
        yield DayItem(Harm.TODAY, sentence, None, _("Plan the next step"), plan)
    elif due <= now + AHEAD:
        said = (
            _("Case %(code)s: the next step is late")
            if due <= now
            else _("Case %(code)s: the next step comes up")
        )
        yield DayItem(_harm(due, now), said % {"code": name}, due, _("Look at the case"), look)


def _wait(wait: Wait, name: str, now: datetime) -> DayItem:
    """One wait of a case held here; of a term that nears its end, the end counts."""
    alarm = is_alarm(wait)
    harm = Harm.NOW if alarm else Harm.TODAY
    url, action = reverse("cases:detail", args=[wait.case_id]), _("Look at the case")
    if wait.rule == NO_CONTACT:
        url, action = reverse("cases:contact", args=[wait.case_id]), _("Record a contact")
    if wait.ends is not None:
        harm = min(_harm(wait.ends, now), harm)
    said = _wait_said(wait, name, 0 if wait.ends else days_waiting(wait, now))
    return DayItem(harm, said, wait.ends, action, url, rank=0 if alarm else 1)


def _wait_said(wait: Wait, name: str, days: int) -> str:
    words = {"what": label_of(wait.rule, language()), "code": name, "days": days}
    if not days:
        return _("%(what)s in case %(code)s") % words
    return (
        ngettext(
            "%(what)s in case %(code)s, for %(days)s day",
            "%(what)s in case %(code)s, for %(days)s days",
            days,
        )
        % words
    )


def _reviews(actor: Member, now: datetime) -> Iterator[DayItem]:
    for broken in break_glass_to_review(actor, now):
        yield DayItem(
            harm=min(_harm(broken.review_due, now), Harm.TODAY),
            sentence=_("Somebody broke the glass on case %(code)s") % {"code": broken.case.code},
            due=broken.review_due,
            action=_("Judge it"),
            url=reverse("cases:reviews"),
        )


def _unjudged(actor: Member, now: datetime) -> Iterator[DayItem]:
    if break_glass_without_reviewer(actor, now):
        yield DayItem(
            harm=Harm.TODAY,
            sentence=_("Somebody broke the glass, and your organisation has no privacy officer"),
            due=None,
            action=_("Give somebody this role"),
            url=reverse("accounts:members"),
        )
