# SPDX-License-Identifier: EUPL-1.2
"""Pages without an object open for a member who may, and every page speaks both languages."""

from collections.abc import Callable

import pytest
from django.test import Client

from ketenzicht.accounts.models import Member
from tests.factories.accounts import World

SignIn = Callable[[Client, Member], Client]

PAGES = [
    ("shop", "zorgcoordinator", "/werk/"),
    ("shop", "zorgcoordinator", "/werk/zoeken/"),
    ("shop", "zorgcoordinator", "/werk/hulp/"),
    ("shop", "zorgcoordinator", "/werk/organisatie/"),
    ("shop", "administrator", "/werk/organisatie/mensen/"),
    ("shop", "administrator", "/werk/organisatie/mensen/nieuw/"),
    ("shop", "administrator", "/werk/organisatie/loketten/"),
    ("comensha", "platform_administrator", "/werk/organisatie/partners/"),
    ("research", "analyst", "/werk/schatting/"),
    ("research", "analyst", "/werk/schatting/nieuw/"),
    ("research", "publisher", "/werk/cijfers/"),
    ("research", "publisher", "/werk/cijfers/nieuw/"),
    ("shop", "zorgcoordinator", "/werk/toegang/sleutels/"),
    ("shop", "zorgcoordinator", "/werk/organisatie/sessies/"),
]


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place[2])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_member_opens_a_page_of_their_role(
    client: Client, world: World, as_member: SignIn, place: tuple[str, str, str], prefix: str
) -> None:
    partner, role, page = place
    as_member(client, getattr(world, partner)[role])
    answer = client.get(prefix + page)
    assert answer.status_code == 200
    assert f'<html lang="{"en" if prefix else "nl"}"' in answer.content.decode()


@pytest.mark.parametrize("page", ["/cijfers/", "/werk/oefenwereld/", "/werk/toegang/inloggen/"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_anybody_opens_a_public_page(client: Client, world: World, page: str, prefix: str) -> None:
    assert client.get(prefix + page).status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1/figures", "/v1/figures/registered_rapporteur", "/v1/openapi.json"]
)
def test_a_program_reads_public_figures(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["API-Version"]) == (200, "1.0.0")


def test_a_series_that_does_not_exist_is_a_problem_document(client: Client, db: None) -> None:
    answer = client.get("/v1/figures/verzonnen")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
