# SPDX-License-Identifier: EUPL-1.2
"""The address of an act, opened as a page, leads to the thing it is about."""

from __future__ import annotations

from itertools import pairwise
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils.translation import override

from ketenzicht.core.leading import page_above
from ketenzicht.core.policy import Route, routes
from tests.factories.accounts import make_member, make_organisation


def methods_of(view) -> list[str] | None:
    """The methods a view takes, as `require_http_methods` keeps them; None for all."""
    while view is not None:
        cells = zip(view.__code__.co_freevars, view.__closure__ or (), strict=True)
        for name, cell in cells:
            if name == "request_method_list":
                return cell.cell_contents
        view = getattr(view, "__wrapped__", None)
    return None


ACTS = [
    route
    for route in routes()
    if hasattr(route.view, "__code__") and "GET" not in (methods_of(route.view) or ["GET"])
]


class Everywhere:
    """Somebody whose roles open everything."""

    permissions = frozenset(r.view.policy.permission for r in routes() if hasattr(r.view, "policy"))


def address(route: Route) -> str:
    match = {name: uuid4() for name in route.kwargs}
    with override("nl"):
        return reverse(route.name, kwargs=match)


def test_there_are_acts_to_look_at():
    assert len(ACTS) > 40


@pytest.mark.parametrize("route", ACTS, ids=lambda route: route.name)
def test_the_address_of_every_act_leads_to_a_page_that_can_be_read(route):
    led_to = [address(route)]
    while not readable(led_to[-1]):
        request = RequestFactory().get(led_to[-1])
        request.member = Everywhere
        led_to.append(page_above(request) or "")

    assert len(led_to) in {2, 3}
    assert all(later and earlier.startswith(later) for earlier, later in pairwise(led_to))


def readable(path: str) -> bool:
    return "GET" in (methods_of(resolve(path).func) or ["GET"])


@pytest.mark.django_db
def test_whoever_opens_an_act_comes_to_a_page_their_role_opens(client, as_member):
    lawyer = make_member(make_organisation("Advocaten", "legal"), "lawyer")

    answer = as_member(client, lawyer).get(reverse("accounts:language"))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("accounts:own"))


@pytest.mark.django_db
def test_what_cannot_be_sent_to_a_page_is_said_in_words_and_does_nothing():
    answer = Client().post(reverse("publishing-public:figures"))

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert "Er is niets gedaan" in answer.content.decode()


@pytest.mark.django_db
def test_a_program_hears_it_as_a_problem_document():
    answer = Client().post("/v1/figures")

    assert (answer.status_code, answer.json()["code"]) == (405, "only-an-act")
