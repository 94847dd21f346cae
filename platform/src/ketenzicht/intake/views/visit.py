# SPDX-License-Identifier: EUPL-1.2
"""The report form: one question per page, answers in a closed cookie, nothing in addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht.core.http import PublicRequest
from ketenzicht.core.policy import everyone, open_to
from ketenzicht.core.typed import kept
from ketenzicht.intake.forms import public as forms
from ketenzicht.intake.forms.choices import municipality_names
from ketenzicht.intake.states import Wish
from ketenzicht.intake.views.throttle import Pace, expected_pace
from ketenzicht.intake.wizard import questions, visits
from ketenzicht.intake.wizard.answers import Answers, TooLong, begin

SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Page:
    """A question that is one plain form."""

    form: type[forms.Question]
    template: str = "intake/public/question.html"


PAGES: Mapping[str, Page] = {
    "who": Page(forms.WhoForm),
    "where": Page(forms.WhereForm),
    "age": Page(forms.AgeForm),
    "about": Page(forms.AboutForm),
    "place": Page(forms.PlaceForm, "intake/public/place.html"),
    "story": Page(forms.StoryForm, "intake/public/story.html"),
    "contact": Page(forms.ContactForm),
    "safe": Page(forms.SafeForm, "intake/public/safe.html"),
    "words": Page(forms.OwnWordsForm),
    "own-age": Page(forms.OwnAgeForm),
}


@open_to(everyone)
@require_safe
def start(request: PublicRequest) -> HttpResponse:
    """What would you like to do? Opening it leaves nothing behind, and ends an earlier visit."""
    response = render(request, "intake/public/start.html")
    visits.forget(request, response)
    return response


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: PublicRequest, wish: str) -> HttpResponse:
    """Ask the first question of a fresh visit."""
    answers = begin(Wish(wish))
    return _asked(request, questions.order(answers)[0], answers)


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: PublicRequest, name: str) -> HttpResponse:
    """Ask one question of a visit that is under way."""
    answers = visits.read(request)
    if answers is None or answers.sent:
        return over(request)
    if not questions.may_show(answers, name):
        return to(questions.reached(answers))
    if asked_to_show(request):
        return shown(request, to(name), answers)
    visits.carry(request, answers)
    return _asked(request, name, answers)


def over(request: PublicRequest, *, shown_before: bool = False) -> HttpResponse:
    """Say that the visit is over, and that this is on purpose."""
    context = {"kept": kept(request), "shown_before": shown_before}
    return render(request, "intake/public/over.html", context, status=200)


def to(name: str) -> HttpResponse:
    """Go to a question by its name."""
    return HttpResponseRedirect(reverse(f"intake-public:{name}"), status=SEE_OTHER)


def onward(request: PublicRequest, answers: Answers) -> HttpResponse:
    """Take the answers along to the first question still open."""
    response = to(questions.reached(answers))
    visits.write(request, response, answers)
    return response


def danger_first(request: PublicRequest, answers: Answers) -> HttpResponse:
    """Show whom to call before anything else; the answers stay, to go on with."""
    response = to("danger")
    visits.write(request, response, answers)
    return response


@open_to(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: PublicRequest) -> HttpResponse:
    """Say whom to call now, to somebody who said that there is danger; then go on."""
    answers = visits.read(request)
    if answers is None or answers.sent:
        return over(request)
    visits.carry(request, answers)
    if request.method == "POST":
        return onward(request, answers)
    return render(request, "intake/public/danger.html", {"wish": Wish(answers.wish)})


def asked_to_show(request: PublicRequest) -> bool:
    """Tell whether somebody goes back to a page, or to change an answer, from another one."""
    return request.method == "POST" and "show" in request.POST


def shown(request: PublicRequest, answer: HttpResponse, answers: Answers) -> HttpResponse:
    """Go to a page of the visit that the form came from."""
    visits.write(request, answer, answers)
    return answer


def around(answers: Answers, name: str) -> dict[str, Any]:
    """What every question page shows around its question."""
    earlier = questions.before(answers, name)
    known = name in questions.order(answers)
    number, total = questions.place_of(answers, name) if known else (0, 0)
    return {
        "back_url": reverse(f"intake-public:{earlier or 'start'}"),
        "leaves": earlier is None,
        "number": number,
        "total": total,
        "wish": Wish(answers.wish),
    }


def _asked(request: PublicRequest, name: str, answers: Answers) -> HttpResponse:
    page = PAGES[name]
    form = _form(page, request, answers)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                after = _answered(form, name, answers)
                return danger_first(request, after) if form.danger else onward(request, after)
            except TooLong:
                form.add_error(None, _too_long())
        status = 422
    begins = questions.before(answers, name) is None
    pace = expected_pace(request) if begins else Pace.AT_ONCE
    context = {
        "form": form,
        "names": municipality_names(),
        "crowded": pace is Pace.AFTER_A_WAIT,
        "full": pace is Pace.NOT_NOW,
        **around(answers, name),
    }
    return render(request, page.template, context, status=status)


def _form(page: Page, request: PublicRequest, answers: Answers) -> forms.Question:
    extra: dict[str, Any] = {}
    if page.form is forms.PlaceForm:
        extra["subject"] = answers.subject
    if page.form is forms.StoryForm:
        extra["wish"] = answers.wish
    return page.form(
        request.POST if request.method == "POST" else None,
        initial=page.form.start(answers),
        **extra,
    )


def _answered(form: forms.Question, name: str, answers: Answers) -> Answers:
    changes = form.answered()
    changed = any(getattr(answers, key) != value for key, value in changes.items())
    if changed and name in answers.passed:
        answers = questions.without(answers, form.resets)
    return replace(answers.with_passed(name), **changes)


def _too_long() -> str:
    return _(
        "This is more than fits in one report. Make it shorter; with your code you can write the"
        " rest afterwards."
    )
