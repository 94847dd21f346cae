# SPDX-License-Identifier: EUPL-1.2
"""Danger decides the next screen: whom to call first, then the form goes on."""

from __future__ import annotations

import re
from html import unescape
from itertools import product

import pytest
from django.test import Client

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.intake.card import Age, Step, advise, strength
from ketenzicht.intake.story import signs_of
from ketenzicht.intake.views.guidance import guidance
from tests.factories.accounts import World
from tests.intake.test_public_pages import OWN, WHOLE, fill, page, reports, url

NOW = ("story", {"words": "Hij komt er nu aan", "haste": "now"})
FEW = "Nog weinig signalen"


@pytest.fixture
def visitor(world: World) -> Client:
    return Client()


def shown(visitor: Client, path: str) -> str:
    return unescape(visitor.get(path).content.decode())


def tapped_first(text: str) -> list[str]:
    """What somebody can tap on the page, in order, after the way to leave."""
    content = text.split('id="content"')[1]
    return re.findall(r'href="(tel:112|https://www\.chatmetfier\.nl/)"|<button[^>]*>', content)


@pytest.mark.parametrize("wish", ["report", "advice"])
def test_danger_now_leads_to_112_and_the_chat_before_anything_else(visitor: Client, wish: str):
    fill(visitor, [(f"first-{wish}", WHOLE[0][1]), *WHOLE[1:7]])
    name, data = NOW
    answer = visitor.post(url(name), data)
    text = shown(visitor, answer.url)
    assert answer.url == url("danger")
    assert "Bel eerst 112" in text
    assert tapped_first(text)[:2] == ["tel:112", "https://www.chatmetfier.nl/"]
    assert visitor.post(url("danger")).url == url("contact")


def test_who_is_not_safe_sees_112_and_the_chat_and_then_goes_on(visitor: Client):
    answer = visitor.post(url("first-help"), {"safe": "no"})
    text = shown(visitor, answer.url)
    assert re.findall(r"<h1>(.*?)</h1>", text, re.DOTALL) == ["Bel eerst 112"]
    assert tapped_first(text)[:2] == ["tel:112", "https://www.chatmetfier.nl/"]
    assert visitor.post(url("danger")).url == url("words")
    fill(visitor, OWN[1:])
    assert visitor.post(url("check")).url == url("receipt")
    assert reports() == 1


@pytest.mark.parametrize(("safe", "haste"), [("yes", "today"), ("unknown", "unknown")])
def test_where_no_danger_was_said_the_form_just_goes_on(visitor: Client, safe: str, haste: str):
    assert visitor.post(url("first-help"), {"safe": safe}).url == url("words")
    fill(visitor, WHOLE[:7])
    assert visitor.post(url("story"), {"words": "Zo", "haste": haste}).url == url("contact")


def test_danger_that_is_said_on_going_back_leads_there_too(visitor: Client):
    fill(visitor, WHOLE)
    assert visitor.post(url("story"), NOW[1]).url == url("danger")
    assert visitor.post(url("danger")).url == url("check")


def test_the_page_with_112_is_empty_without_a_visit(visitor: Client):
    assert "Deze pagina is weer leeg" in page(visitor, "danger")


URGENT = [sign for sign in reference.indicators() if sign.urgent]
COERCED = [
    sign
    for sign in reference.indicators()
    if strength(sign, minor=False) == "strong"
    and reference.code("ilo_dimensions", sign.ilo_dimension).attributes["part"] == "coercion"
]


@pytest.mark.parametrize(
    ("code", "age"), list(product(sorted({sign.code for sign in [*URGENT, *COERCED]}), Age))
)
def test_one_urgent_sign_or_one_of_strong_coercion_is_enough_to_call(code: str, age: Age):
    found = advise(signs_of((code,), today()), age)
    said = guidance(found, "public", today())
    assert found.step in {Step.CONSULT, Step.TODAY}
    assert FEW not in " ".join(said.sentences)
    assert said.numbers


def test_beside_an_urgent_sign_the_card_never_says_that_there_are_few(visitor: Client):
    fill(visitor, [*WHOLE[:2], ("age", {"age": "adult"})])
    for sign in URGENT:
        texts = [
            unescape(visitor.post(url("live"), {"page": n, "sign": [sign.code]}).content.decode())
            for n in range(1, 17)
        ]
        beside = [text for text in texts if "Bel 112" in text]
        assert beside
        assert [text for text in beside if FEW in text] == []
        assert all("Dit is genoeg om te bellen" in text for text in beside)


def test_one_weak_sign_still_says_that_there_are_few(visitor: Client):
    """The control: the same search finds the sentence where it belongs."""
    fill(visitor, [*WHOLE[:2], ("age", {"age": "adult"}), ("card", {"sign": [], "go": "advice"})])
    assert FEW in page(visitor, "advice")
