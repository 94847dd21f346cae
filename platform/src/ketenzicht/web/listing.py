# SPDX-License-Identifier: EUPL-1.2
"""Finding one among many: search words, filters and pages, the same for every list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ketenzicht.core.errors import Sentence
from ketenzicht.web.parts import Action, Row, Table

PER_PAGE = 25
LONGEST_SEARCH = 100
NOTHING = _("Nothing fits this")
NOTHING_TEXT = _("Search with fewer words, or choose All.")


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that narrows a list; the empty value means all."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter with what was chosen."""

    filter: Filter
    value: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list and how it was found."""

    page: Page[Any]
    finder: "Finder"
    told: str = ""  # how many there are, where "so many found" would count the wrong thing

    @property
    def rows(self) -> Sequence[Any]:
        """What stands on this page."""
        return list(self.page.object_list)

    @property
    def total(self) -> int:
        """How many there are on all pages together."""
        return self.page.paginator.count


@dataclass(frozen=True, slots=True)
class Finder:
    """What somebody is looking for, read from a request and cleaned.

    Search words may be a name, and names do not belong in addresses: give `post=True` and
    read `request.POST` where that can happen.
    """

    asked: Mapping[str, str]
    filters: Sequence[Filter] = ()
    search: str = ""
    post: bool = False
    chosen: tuple[Chosen, ...] = field(init=False)

    def __post_init__(self) -> None:
        chosen = tuple(Chosen(each, self._known(each)) for each in self.filters)
        object.__setattr__(self, "chosen", chosen)

    def _known(self, each: Filter) -> str:
        value = self.asked.get(each.name, "")
        return value if any(value == code for code, _label in each.choices) else ""

    @property
    def words(self) -> str:
        """The search words, trimmed; empty when this list has no search."""
        return " ".join(self.asked.get("q", "").split())[:LONGEST_SEARCH] if self.search else ""

    @property
    def asks(self) -> bool:
        """Whether there is anything to search or choose: without it there is no form of `find`."""
        return bool(self.search or self.filters)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out because somebody asked for less."""
        return bool(self.words) or any(each.value for each in self.chosen)

    def value(self, name: str) -> str:
        """The chosen value of a filter, empty for all."""
        return next(each.value for each in self.chosen if each.filter.name == name)

    def page(
        self, things: QuerySet[Any] | Sequence[Any], *, per_page: int = PER_PAGE, told: str = ""
    ) -> Listing:
        """The asked page of these things; past the end, the last one."""
        pages: Paginator[Any] = Paginator(things, per_page)
        return Listing(pages.get_page(self.asked.get("page", 1)), self, told)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What is said about a list, what can be begun there, and what its being empty means."""

    title: Sentence
    empty: Sentence
    empty_text: Sentence
    #: What it means that nothing is left once somebody searches or chooses.
    nothing: Sentence = NOTHING
    nothing_text: Sentence = NOTHING_TEXT
    lead: Sentence = ""
    actions: Sequence[Action] = ()
    #: What can be done with several rows at once; the rows then carry a key.
    together: Sequence[Action] = ()
    begin: Action | None = None
    back_url: str = ""
    back_label: Sentence = ""


def list_page(
    request: HttpRequest,
    page: ListPage,
    finder: Finder,
    found: QuerySet[Any] | Sequence[Any],
    *,
    row: Callable[[Any], Row] | None = None,
    rows: Callable[[Sequence[Any]], Sequence[Any] | Table] = tuple,
    told: str = "",
    template: str = "web/list.html",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show one page of what was found: a sentence for each thing, or a table of all.

    `row` says one thing; `rows` says those of a page together, where that asks the database once.
    """
    listing = finder.page(found, told=told)
    shown = [row(thing) for thing in listing.rows] if row else rows(listing.rows)
    context = {"list": page, "listing": listing, **(more or {})}
    context["table" if isinstance(shown, Table) else "rows"] = shown
    return render(request, template, context)
