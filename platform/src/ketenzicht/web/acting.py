# SPDX-License-Identifier: EUPL-1.2
"""The page of one act: show its form, do it, or give it back with what was typed and why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from ketenzicht.core.errors import (
    DomainError,
    NotAllowed,
    NotFound,
    Sentence,
    StaleWrite,
    TooMany,
    Unavailable,
)
from ketenzicht.core.http import posted_version

Values = Mapping[str, Any]
Pair = tuple[str, str, str]
#: Where somebody goes after an act: an address, a page that is shown at once, or back.
Onward = str | HttpResponse | None

#: Refusals that are not about what was typed: there is nothing to put right on this page.
NOT_HERE = (NotAllowed, NotFound)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """What is said about an act, and where somebody came from and goes back to."""

    title: Sentence
    button: Sentence
    back_url: str = ""
    back_label: Sentence = ""
    done: Sentence = ""
    lead: Sentence = ""
    kind: str = "primary"
    #: How long it lasts: the row of a term, said with what it rests on.
    term: str = ""
    #: How long what it leaves is kept: the row of a rule, said with what it rests on.
    kept: str = ""
    #: A template that stands on `web/act.html` and says more beside the form.
    template: str = "web/act.html"
    more: Values = field(default_factory=dict)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form, also when it has no fields; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def act_page(
    request: HttpRequest,
    page: ActPage,
    *,
    form: Form,
    do: Callable[[Values], Onward],
    current: Callable[[], tuple[Values, int]] = lambda: ({}, 0),
    given_back: Callable[[], None] = lambda: None,
) -> HttpResponse:
    """Show the form of an act, or do it and go on to where `do` says, or back.

    `current` gives what stands there now and its version, for a form that came too late;
    `given_back` runs before a form is shown again, such as putting the look on record.
    """
    if not form.is_bound:
        return _shown(request, page, form, version=current()[1])
    status, pairs, version = 422, [], posted_version(request)
    if form.is_valid():
        try:
            onward = do(form.cleaned_data)
        except NOT_HERE:
            raise
        except StaleWrite:
            stands, version = current()
            status, pairs = 409, both(form, stands)
        except DomainError as refusal:
            status = refusal.status
            refuse(form, refusal)
        except DatabaseError:
            status = Unavailable.status
            refuse(form, Unavailable())
        else:
            return _done(request, page, onward)
    given_back()
    return _shown(request, page, form, version=version, status=status, pairs=pairs)


def refuse(form: Form, refusal: DomainError) -> None:
    """Put a refusal of the domain beside the field it is about."""
    known = refusal.field if refusal.field in form.fields else None
    form.add_error(known, str(refusal.sentence))


def both(form: Form, stands: Values) -> list[Pair]:
    """What stands there now beside what was filled in, where the two differ."""
    return [
        (str(form[name].label), _said(form, name, stands.get(name)), _said(form, name, given))
        for name, given in form.cleaned_data.items()
        if name in stands and stands[name] != given
    ]


def _said(form: Form, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    many = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(choices.get(one, one)) for one in many if one not in {None, ""}) or "–"


def _done(request: HttpRequest, page: ActPage, onward: Onward) -> HttpResponse:
    if page.done:
        messages.success(request, str(page.done))
    if isinstance(onward, HttpResponse):
        return onward
    answer = HttpResponseRedirect(onward or page.back_url)
    answer.status_code = 303
    return answer


def _shown(
    request: HttpRequest,
    page: ActPage,
    form: Form,
    *,
    version: int,
    status: int = 200,
    pairs: list[Pair] | None = None,
) -> HttpResponse:
    context = {
        "act": page,
        "form": form,
        "version": version,
        "pairs": pairs or [],
        "stale": status == 409,
        **page.more,
    }
    response = render(request, page.template, context, status=status)
    if status in {TooMany.status, Unavailable.status}:
        response.headers["Retry-After"] = "30"
    return response
