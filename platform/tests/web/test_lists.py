# SPDX-License-Identifier: EUPL-1.2
"""One way to search, filter and page all lists."""

from __future__ import annotations

from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.web.listing import Filter, Finder, Listing

STATE = Filter("state", "Stand", (("open", "Open"), ("closed", "Gesloten")))


def shown(listing: Listing) -> str:
    source = "{% load web %}{% find listing %}{% pager listing %}"
    request = RequestFactory().get("/zaken/")
    return Template(source).render(Context({"listing": listing, "request": request}))


def test_a_known_filter_value_is_kept_and_an_unknown_one_means_all() -> None:
    assert Finder({"state": "closed"}, (STATE,)).value("state") == "closed"
    assert Finder({"state": "' OR 1=1"}, (STATE,)).value("state") == ""


def test_search_words_are_trimmed_and_only_read_where_there_is_a_search() -> None:
    assert Finder({"q": "  de   Vries "}, search="Zoek").words == "de Vries"
    assert Finder({"q": "de Vries"}).words == ""


@given(st.integers(0, 200), st.text(max_size=8))
def test_any_page_asked_for_gives_a_page_that_exists(things: int, page: str) -> None:
    listing = Finder({"page": page}).page(range(things))
    assert 1 <= listing.page.number <= max(1, -(-things // 25))
    assert listing.total == things


@given(st.integers(0, 120))
def test_all_pages_together_hold_everything_once(things: int) -> None:
    last = Finder({}).page(range(things)).page.paginator.num_pages
    pages = [Finder({"page": str(n)}).page(range(things)).rows for n in range(1, last + 1)]
    assert [thing for rows in pages for thing in rows] == list(range(things))


def test_the_pager_keeps_search_and_filters_because_it_sends_their_form() -> None:
    html = shown(Finder({"page": "2", "state": "open"}, (STATE,), search="Zoek").page(range(60)))
    assert '<option value="open" selected>Open</option>' in html
    assert 'form="find" name="page" value="1"' in html
    assert 'form="find" name="page" value="3"' in html
    assert "60 gevonden" in html


def test_a_search_for_names_is_never_sent_in_the_address() -> None:
    html = shown(Finder({"q": "Ivanka"}, search="Zoek", post=True).page([]))
    assert 'method="post"' in html
    assert 'method="get"' not in html
