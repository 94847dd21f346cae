# SPDX-License-Identifier: EUPL-1.2
"""The signal card and its advice: text that changes, never a meter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ketenzicht.core.clock import local_date
from ketenzicht.core.http import PublicRequest, whole_number
from ketenzicht.core.policy import everyone, open_to
from ketenzicht.intake.card import advise
from ketenzicht.intake.forms.choices import label, language
from ketenzicht.intake.story import signs_of
from ketenzicht.intake.views.guidance import Guidance, guidance
from ketenzicht.intake.views.visit import (
    SEE_OTHER,
    around,
    asked_to_show,
    onward,
    over,
    shown,
    to,
)
from ketenzicht.intake.wizard import questions, visits
from ketenzicht.intake.wizard.answers import Answers
from ketenzicht.intake.wizard.card_pages import CardPage, card_pages
from ketenzicht.reference import Indicator


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def first_page(request: PublicRequest) -> HttpResponse:
    """Go to the first page of the card."""
    answer = HttpResponseRedirect(_url(1), status=SEE_OTHER)
    answers = visits.read(request)
    back = answers is not None and not answers.sent and asked_to_show(request)
    return shown(request, answer, answers) if answers and back else answer


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: PublicRequest, page: int) -> HttpResponse:
    """Show one page of signs; ticks are kept whichever way somebody leaves it."""
    answers = visits.read(request)
    if answers is None or answers.sent:
        return over(request)
    found = card_pages(answers.setting, answers.whose_age, local_date(request.now))
    if not questions.may_show(answers, "signs") or not 1 <= page <= len(found):
        return to(questions.reached(answers))
    if asked_to_show(request):
        return shown(request, HttpResponseRedirect(_url(page), status=SEE_OTHER), answers)
    visits.carry(request, answers)
    if request.method == "POST":
        return _ticked(request, answers, found, page)
    return _page(request, answers, found, page)


@open_to(everyone)
@require_POST
def live(request: PublicRequest) -> HttpResponse:
    """Say what the ticks on this page would mean, without leaving it."""
    answers = visits.read(request)
    if answers is None or not questions.may_show(answers, "signs"):
        return HttpResponse(status=204)
    found = card_pages(answers.setting, answers.whose_age, local_date(request.now))
    at = whole_number(request.POST.get("page"), 1)
    shown = found[min(max(at, 1), len(found)) - 1]
    ticked = _with_ticks(request, answers, shown)
    context = {"guidance": guidance_for(ticked, local_date(request.now))}
    return render(request, "intake/public/_advice.html", context)


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def advice(request: PublicRequest) -> HttpResponse:
    """Say what the signs mean together, and offer to report."""
    answers = visits.read(request)
    if answers is None or answers.sent:
        return over(request)
    if not questions.may_show(answers, "advice"):
        return to(questions.reached(answers))
    if asked_to_show(request):
        return shown(request, to("advice"), answers)
    visits.carry(request, answers)
    if request.method == "POST":
        return onward(request, answers.with_passed("advice"))
    context = {
        "guidance": guidance_for(answers, local_date(request.now)),
        "ticked": [
            sign.label(language()) for sign in signs_of(answers.signs, local_date(request.now))
        ],
        "first_page": _url(1),
        "other_page": _url(
            _fitting(card_pages(answers.setting, answers.whose_age, local_date(request.now))) + 1
        ),
        **around(answers, "advice"),
    }
    return render(request, "intake/public/advice.html", context)


def guidance_for(answers: Answers, today: date) -> Guidance:
    """The advice that goes with these answers, by what holds today."""
    found = advise(signs_of(answers.signs, today), answers.whose_age, today)
    return guidance(found, answers.setting, today)


def _ticked(
    request: PublicRequest, answers: Answers, found: tuple[CardPage, ...], page: int
) -> HttpResponse:
    answers = _with_ticks(request, answers, found[page - 1])
    last = page in {_fitting(found), len(found)}
    if request.POST.get("go") == "more" or (request.POST.get("go") != "advice" and not last):
        response: HttpResponse = HttpResponseRedirect(_url(page + 1), status=SEE_OTHER)
        visits.write(request, response, answers)
        return response
    response = to("advice")
    visits.write(request, response, answers.with_passed("signs"))
    return response


def _with_ticks(request: PublicRequest, answers: Answers, shown: CardPage) -> Answers:
    here = {sign.code for sign in shown.signs}
    kept = [code for code in answers.signs if code not in here]
    ticked = here.intersection(request.POST.getlist("sign"))
    return replace(answers, signs=tuple(sorted({*kept, *ticked})))


def _page(
    request: PublicRequest, answers: Answers, found: tuple[CardPage, ...], page: int
) -> HttpResponse:
    fitting = _fitting(found)
    context = {
        "headings": [
            (label("indicator_groups", heading.group), _boxes(heading.signs, answers))
            for heading in found[page - 1].headings
        ],
        "page": page,
        "pages": fitting if page <= fitting else len(found),
        "others": page > fitting,
        "last": page in {fitting, len(found)},
        "guidance": guidance_for(answers, local_date(request.now)),
        **around(answers, "signs"),
    }
    if page > 1:
        context["back_url"] = _url(page - 1)
    return render(request, "intake/public/card.html", context)


def _boxes(signs: tuple[Indicator, ...], answers: Answers) -> list[tuple[str, str, bool]]:
    return [(sign.code, sign.label(language()), sign.code in answers.signs) for sign in signs]


def _fitting(found: tuple[CardPage, ...]) -> int:
    return sum(page.fitting for page in found)


def _url(page: int) -> str:
    return reverse("intake-public:card", kwargs={"page": page})
