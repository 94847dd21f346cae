# SPDX-License-Identifier: EUPL-1.2
"""One act on several lines of a list: asked first, then done one at a time, each with its reason.

The lines are chosen on the list with boxes that belong to a form of method GET, so that the
question is a page with an address like any other: it can be opened again after signing in, and it
works without scripts. What is sent from there is done by the same service as for one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db import DatabaseError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from ketenzicht.core.errors import DomainError, Sentence, Unavailable
from ketenzicht.core.http import whole_number
from ketenzicht.web.acting import ActPage, Values
from ketenzicht.web.listing import PER_PAGE

CHOSEN = "chosen"
Thing = TypeVar("Thing")


def _no_version(_thing: Any) -> int:
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Together(Generic[Thing]):
    """An act on several things: how they are found and called, whether it is open, and doing it."""

    page: ActPage
    find: Callable[[Sequence[str]], Iterable[Thing]]
    key: Callable[[Thing], str]
    say: Callable[[Thing], str]
    why_not: Callable[[Thing], DomainError | None]
    do: Callable[[Thing, Values, int], object]
    version: Callable[[Thing], int] = _no_version


@dataclass(frozen=True, slots=True)
class Line:
    """One of the things as the page names it, with what stood or stands in its way."""

    key: str
    said: str
    version: int
    reason: Sentence = ""
    open: bool = True


def together_page(request: HttpRequest, act: Together[Any], form: Form) -> HttpResponse:
    """Ask about the chosen things, or do it; what was refused stays, with why, as it was typed."""
    asked = request.POST if request.method == "POST" else request.GET
    things = list(act.find(asked.getlist(CHOSEN)[:PER_PAGE]))
    if not things:
        messages.info(request, _("Choose at least one line first."))
        return HttpResponseRedirect(act.page.back_url, status=303)
    if not form.is_bound or not form.is_valid():
        return _shown(request, act, form, [_line(act, thing) for thing in things])
    done: list[str] = []
    left: list[Line] = []
    for thing in things:
        said = act.say(thing)
        version = whole_number(request.POST.get(f"version-{act.key(thing)}"))
        refusal = _refused(act, thing, form.cleaned_data, version)
        if refusal is None:
            done.append(said)
        else:
            left += [_line(act, again, refusal) for again in act.find([act.key(thing)])]
    return _shown(request, act, form, left, done)


def _refused(act: Together[Any], thing: Any, values: Values, version: int) -> DomainError | None:
    try:
        act.do(thing, values, version)
    except DomainError as refusal:
        return refusal
    except DatabaseError:
        return Unavailable()
    return None


def _line(act: Together[Any], thing: Any, refusal: DomainError | None = None) -> Line:
    """A thing as it stands now; one to whom the act is closed cannot be sent again."""
    closed = act.why_not(thing)
    said = refusal or closed
    reason = said.sentence if said else ""
    return Line(act.key(thing), act.say(thing), act.version(thing), reason, closed is None)


def _shown(
    request: HttpRequest,
    act: Together[Any],
    form: Form,
    lines: Sequence[Line],
    done: Sequence[str] = (),
) -> HttpResponse:
    context = {
        "act": act.page,
        "form": form,
        "done": done,
        "open": [line for line in lines if line.open],
        "closed": [line for line in lines if not line.open],
    }
    return render(request, "web/together.html", context, status=422 if form.errors else 200)
