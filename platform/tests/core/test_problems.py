# SPDX-License-Identifier: EUPL-1.2
"""One form of refusal: the same for missing and not-yours, honest when something does not work."""

from __future__ import annotations

import html
import re
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.urls import reverse
from django.utils.translation import activate, override

from ketenzicht.accounts import services
from ketenzicht.accounts.models import AccessRequest, Member
from ketenzicht.core import errors
from ketenzicht.core.errors import DomainError
from ketenzicht.core.policy import routes
from tests.factories.accounts import World

TOKENS = re.compile(rb'(csrfmiddlewaretoken" value|nonce|X-CSRFToken[^:]*)[=:] ?"[^"]*"')


@pytest.fixture(autouse=True)
def dutch() -> None:
    """A page in English would leave its language behind for the addresses of the next test."""
    activate("nl")


def told(client: Client, path: str) -> tuple[int, bytes, dict[str, str]]:
    """What an answer says, without what differs between two visits, or repeats the question."""
    answer = client.get(path)
    body = TOKENS.sub(b"", answer.content).replace(path.encode(), b"PATH")
    body = re.sub(rb"&quot;X-CSRFToken&quot;: &quot;\w+&quot;", b"", body)
    headers = {k: v for k, v in answer.headers.items() if "Security-Policy" not in k}
    headers.pop("Content-Length", None)
    return answer.status_code, body, headers


def test_a_colleague_of_others_and_nobody_at_all_answer_alike(client: Client, world: World):
    client.force_login(world.shop["administrator"].user)
    own = client.get(reverse("accounts:member", args=[world.shop["zorgcoordinator"].pk]))
    assert own.status_code == 200
    foreign = told(client, reverse("accounts:member", args=[world.moviera["administrator"].pk]))
    missing = told(client, reverse("accounts:member", args=[uuid4()]))
    assert foreign == missing
    assert foreign[0] == 404


@pytest.mark.parametrize("path", ["/bestaat/niet/", "/werk/bestaat/niet/"])
def test_an_address_that_does_not_exist_says_so_in_words(client: Client, db: None, path: str):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "bestaat niet, of is niet voor jou bedoeld" in answer.content.decode()


def test_a_program_gets_the_refusal_as_a_document(client: Client, db: None):
    answer = client.get("/v1/figures/verzonnen")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert sorted(answer.json()) == ["code", "status", "title", "type"]
    assert (answer.json()["code"], answer.json()["status"]) == ("not-found", 404)
    page = client.get("/werk/bestaat/niet/", headers={"accept": "application/json"})
    assert page.json()["code"] == "not-found"


def refusals() -> list[type[DomainError]]:
    return [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, DomainError)
    ]


@pytest.mark.parametrize("refusal", refusals())
@pytest.mark.parametrize("language", ["/en", ""])
def test_each_refusal_has_its_status_and_a_sentence_in_both_languages(
    client: Client,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    refusal: type[DomainError],
    language: str,
):
    def refuse(**given: object) -> None:
        raise refusal

    monkeypatch.setattr(services, "unseat", refuse)
    client.force_login(world.shop["administrator"].user)
    path = f"/werk/organisatie/loketten/{world.shop.desk.pk}/plaats/weg/"
    answer = client.post(language + path, {"member": str(world.shop["administrator"].pk)})
    assert answer.status_code == refusal.status
    spoken = "en" if language else "nl"
    with override(spoken):
        sentence = str(refusal.default)
    assert sentence in html.unescape(answer.content.decode())
    with override("en" if spoken == "nl" else "nl"):
        assert str(refusal.default) != sentence


@pytest.mark.parametrize("fault", [OperationalError("database is locked"), DatabaseError("full")])
def test_a_database_that_does_not_answer_gives_no_false_success(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch, fault: Exception
):
    def fail(**given: object) -> None:
        raise fault

    member = world.shop["zorgcoordinator"]
    client.force_login(world.shop["administrator"].user)
    Member.objects.filter(pk=member.pk).update(active=False)
    monkeypatch.setattr(AccessRequest.objects, "create", fail)
    again = {"roles": ["zorgcoordinator"]}
    answer = client.post(reverse("accounts:restore", args=[member.pk]), again)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    page = answer.content.decode()
    assert str(errors.Unavailable.default) in page
    assert str(fault) not in page
    assert "heeft weer toegang" not in page
    assert "heeft weer toegang" not in client.get("/werk/organisatie/").content.decode()


def test_an_act_that_leaves_no_row_does_not_happen(
    client: Client, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    def fail(*given: object, **more: object) -> None:
        raise OperationalError("disk full")

    member, roles = world.shop["zorgcoordinator"], {"zorgcoordinator", "privacy_officer"}
    client.force_login(world.shop["administrator"].user)
    monkeypatch.setattr("ketenzicht.audit.services.append", fail)
    address = reverse("accounts:roles", args=[member.pk])
    assert client.post(address, {"roles": sorted(roles)}).status_code == 503
    assert Member.objects.get(pk=member.pk).roles == member.roles
    monkeypatch.undo()
    assert client.post(address, {"roles": sorted(roles)}).status_code == 303
    asked = AccessRequest.objects.get(member=member)
    assert (asked.asked_roles, Member.objects.get(pk=member.pk).roles) == (
        {"privacy_officer"},
        member.roles,
    )


def test_a_view_that_lost_its_policy_does_not_run(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
):
    route = next(route for route in routes() if route.name == "accounts:members")
    client.force_login(world.shop["administrator"].user)
    name = world.shop["zorgcoordinator"].user.name
    assert name in client.get("/werk/organisatie/mensen/").content.decode()
    monkeypatch.delattr(route.view, "policy")
    answer = client.get("/werk/organisatie/mensen/")
    assert (answer.status_code, name in answer.content.decode()) == (503, False)


def test_our_own_mistake_leaves_a_reference_and_no_word_of_the_request(
    client, world, as_member, monkeypatch, capsys
):
    from ketenzicht.surfaces.staff import views

    def broken(actor, now):
        raise LookupError("Irene Janssen, Havenkade 7")

    monkeypatch.setattr(views, "day_of", broken)
    as_member(client, world.shop["zorgcoordinator"])
    client.raise_request_exception = False
    answer = client.get("/werk/")
    assert answer.status_code == 500
    said = capsys.readouterr()
    written = said.out + said.err
    assert "LookupError" in written
    assert "Irene" not in written + answer.content.decode()
    reference = written.partition("reference=")[2][:8].strip("'\" ")
    assert reference in answer.content.decode()
