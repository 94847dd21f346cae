# SPDX-License-Identifier: EUPL-1.2
"""The pages that belong to no app: the day and the search in the bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ketenzicht.accounts.handover import StaffRequest
from ketenzicht.accounts.permissions import AccountPermission
from ketenzicht.audit.services import record_access
from ketenzicht.core.declaration import hooks
from ketenzicht.core.obligations.states import Harm
from ketenzicht.core.policy import members, open_to
from ketenzicht.surfaces.staff.day import day_of, headings, row_of
from ketenzicht.web.listing import Filter, Finder, ListPage, list_page
from ketenzicht.web.parts import Row
from ketenzicht.work.selectors import lines, list_of, rest_of

SHORTEST = 2  # letters; one letter finds everything


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_safe
def day(request: StaffRequest) -> HttpResponse:
    """Show what is mine to do now."""
    groups = day_of(request.member, request.now)
    _record_access(request, sum(len(group.rows) for group in groups))
    context = {"groups": groups, "rest": rest_of(request.member, request.now)}
    return render(request, "surfaces/day.html", context)


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_http_methods(["GET", "HEAD", "POST"])
def whole_day(request: StaffRequest) -> HttpResponse:
    """Show all of the day, also what did not fit on its page: to search, by haste, in pages."""
    haste = [(str(int(harm)), title) for harm, title in headings().items()]
    finder = Finder(
        request.POST or request.GET,
        filters=(Filter("when", _("When"), haste),),
        search=_("Code, number or organisation"),
        post=True,
    )
    chosen = finder.value("when")
    found = list_of(
        request.member,
        request.now,
        harm=Harm(int(chosen)) if chosen else None,
        words=finder.words,
    )
    page = ListPage(
        title=_("Everything of my day"),
        empty=_("Nothing of your day is like this"),
        empty_text=_("Choose another haste, or look at the spelling."),
        nothing=_("Nothing of your day is like this"),
        nothing_text=_("Choose another haste, or look at the spelling."),
        back_url=reverse("staff:day"),
        back_label=_("My day"),
    )

    def rows(items: Sequence[Any]) -> list[Row]:
        said = lines(request.member, items, request.now)
        shown = [row_of(said[item.pk], request.now) for item in items if item.pk in said]
        _record_access(request, len(shown))
        return shown

    return list_page(request, page, finder, found, rows=rows)


def _record_access(request: StaffRequest, number: int) -> None:
    record_access(
        actor=request.member,
        action="day:read",
        kind="day",
        now=request.now,
        purpose="own-work",
        detail={"lines": number},
    )


@open_to(members(AccountPermission.ACCOUNT_OWN))
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Look through everything the reader may see; the words travel in the body only."""
    finder = Finder(
        request.POST, search=_("A code, number, place, name or title you know"), post=True
    )
    short = len(finder.words) < SHORTEST
    told = _("Write at least two letters or figures.") if short else ""
    nothing = "" if short else _("Nothing found that you may see")
    advice = _(
        "Look at the spelling, or search in one of the lists. Only what you have a reason to see "
        "can be found."
    )
    page = ListPage(
        title=_("Search"),
        empty=nothing,
        empty_text=advice,
        nothing=nothing,
        nothing_text=advice,
    )
    found = [] if short else _found(request, finder.words)
    return list_page(request, page, finder, found, told=told)


def _found(request: StaffRequest, words: str) -> list[Row]:
    return [
        Row(found.sentence, url=found.url, meta=found.meta)
        for _app, find_in in hooks("finder")
        for found in find_in(request.member, words, request.now)
    ]
