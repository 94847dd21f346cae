# SPDX-License-Identifier: EUPL-1.2
"""Checking the answers, sending them, and the receipt: only ever after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht import reference
from ketenzicht.core.clock import local_date, today
from ketenzicht.core.errors import TooMany, Unavailable
from ketenzicht.core.http import PublicRequest
from ketenzicht.core.policy import everyone, open_to
from ketenzicht.core.terms import period_in_words
from ketenzicht.intake import services
from ketenzicht.intake.forms.choices import label, language, municipality_name
from ketenzicht.intake.forms.public import AGES, HASTES, OWN_AGES
from ketenzicht.intake.rules import target
from ketenzicht.intake.states import Urgency, Wish
from ketenzicht.intake.story import signs_of
from ketenzicht.intake.submission import submission_of
from ketenzicht.intake.views.throttle import WAIT, Pace, pace
from ketenzicht.intake.views.visit import around, over, shown, to
from ketenzicht.intake.views.wording import route
from ketenzicht.intake.wizard import questions, visits
from ketenzicht.intake.wizard.answers import Answers
from ketenzicht.web.parts import Fact

log = structlog.get_logger(__name__)
#: How long the receipt can be loaded again, for whose page came half or was turned away from.
GRACE = timedelta(minutes=10)  # no term: of a page


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PublicRequest) -> HttpResponse:
    """Show all answers, each with a way to change it; sending is one button."""
    answers = visits.read(request)
    if answers is None:
        return over(request)
    if answers.sent:
        return to("receipt")
    if questions.reached(answers) != questions.CHECK:
        return shown(request, to(questions.reached(answers)), answers)
    visits.carry(request, answers)
    if request.method != "POST":
        return _summary(request, answers)
    return _send(request, answers)


@open_to(everyone)
@require_safe
def receipt(request: PublicRequest) -> HttpResponse:
    """Show the receipt, once. It asks the store, so that it never says what is not there."""
    answers = visits.read(request)
    if answers is None or not answers.sent:
        return over(request)
    until = answers.receipt_until
    if until and request.now > datetime.fromisoformat(until):
        response = over(request, shown_before=True)
        visits.forget(request, response)
        return response
    proof = services.find_receipt(code=answers.code)
    hasty = proof.urgency in {Urgency.NOW, Urgency.TODAY}
    read = Urgency.TODAY if hasty else Urgency.DAYS
    read_within = target(read)
    answer_within = reference.deadline("signal_feedback", local_date(request.now)).length
    context = {
        "code": answers.code,
        "receipt": proof,
        "hasty": hasty,
        "read_within": period_in_words(read_within) if read_within else "",
        "answer_within": period_in_words(answer_within),
        "grace": GRACE // timedelta(minutes=1),
        "wish": Wish(answers.wish),
        "read_claim": reference.code("urgency", read, by=today()).claim,
        "route": route(proof.municipality, proof.region, proof.received_on),
    }
    return render(request, "intake/public/receipt.html", context)


def _send(request: PublicRequest, answers: Answers) -> HttpResponse:
    submission = submission_of(answers, language())
    try:
        if (refused := _made_to_wait(request, answers, submission.urgency)) is not None:
            return refused
        services.receive_report(submission=submission, now=request.now)
    except (DatabaseError, Unavailable) as fault:
        # Nothing was stored, or the same code finds it: sending again is always safe.
        log.error("report not stored", error=type(fault).__name__)
        return _summary(request, answers, status=503)
    response = to("receipt")
    # The answers themselves have done their work; only the code travels to the next page.
    until = (request.now + GRACE).isoformat()
    shown_once = Answers(wish=answers.wish, code=answers.code, sent=True, receipt_until=until)
    visits.write(request, response, shown_once)
    return response


def _made_to_wait(
    request: PublicRequest, answers: Answers, urgency: Urgency
) -> HttpResponse | None:
    """From a crowded connection a report goes after a short wait; the story stays on the page."""
    how = pace(request, urgency)
    if how is Pace.AT_ONCE or (how is Pace.AFTER_A_WAIT and _waited(request, answers)):
        return None
    if how is Pace.AFTER_A_WAIT and not answers.wait_until:
        answers = replace(answers, wait_until=(request.now + WAIT).isoformat())
    visits.carry(request, answers)
    response = _summary(request, answers, status=TooMany.status, pace=how)
    visits.write(request, response, answers)
    return response


def _waited(request: PublicRequest, answers: Answers) -> bool:
    until = answers.wait_until
    return bool(until) and request.now >= datetime.fromisoformat(until)


def _summary(
    request: PublicRequest, answers: Answers, *, status: int = 200, pace: Pace = Pace.AT_ONCE
) -> HttpResponse:
    context = {
        "facts": [fact for fact in _facts(answers) if fact.value or fact.change_url],
        "failed": status not in {200, TooMany.status},
        "waits": pace is Pace.AFTER_A_WAIT,
        "full": pace is Pace.NOT_NOW,
        **around(answers, questions.CHECK),
    }
    response = render(request, "intake/public/check.html", context, status=status)
    if status != 200:
        response.headers["Retry-After"] = "10"
    return response


def _facts(answers: Answers) -> list[Fact]:
    return [
        Fact(term, value or _("Not filled in"), reverse(f"intake-public:{name}"), _("Change"))
        for name, term, value in _answers_in_words(answers)
        if name in questions.order(answers)
    ]


def _answers_in_words(answers: Answers) -> list[tuple[str, str, str]]:
    identifiers = [text for _kind, text in answers.identifiers]
    place = [municipality_name(answers.municipality) or _("Municipality not known")]
    contact = [answers.name, answers.contact, answers.rules]
    signs = [sign.label(language()) for sign in signs_of(answers.signs, today())]
    own = answers.wish == Wish.HELP
    ages = dict(OWN_AGES if own else AGES)
    return [
        ("who", _("Who you are"), label("reporter_types", answers.reporter_type)),
        ("where", _("Where you see it"), label("indicator_settings", answers.setting)),
        ("safe", _("Safe now"), _choice(answers.safe, {"yes": _("Yes"), "no": _("No")})),
        ("own-age" if own else "age", _("Under 18"), _choice(answers.age, ages)),
        ("signs", _("What you ticked"), "\n".join(signs)),
        ("about", _("What it is about"), label("signal_subjects", answers.subject)),
        ("place", _("Where it is"), "\n".join([*place, *identifiers, answers.whereabouts]).strip()),
        ("words" if own else "story", _("In your words"), answers.words),
        ("story", _("Help needed soon"), _choice(answers.haste, dict(HASTES))),
        (
            "contact",
            _("Your name"),
            "\n".join(filter(None, contact)) or _("You do not say who you are"),
        ),
    ]


def _choice(value: str, words: Mapping[Any, Any]) -> str:
    return str(words.get(value, _("Not known")))
