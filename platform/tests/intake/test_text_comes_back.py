# SPDX-License-Identifier: EUPL-1.2
"""Every public form gives back what was typed, whatever refuses it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import get_resolver

from ketenzicht.core.errors import Refused, StaleWrite, TooMany, Unavailable
from ketenzicht.surfaces.testing_clock import set_clock
from tests.factories.accounts import World
from tests.intake.test_public_pages import OWN, WHOLE, code_on, fill, page, reports, url

Step = tuple[str, dict[str, object]]
LONG = "Zij slapen met zes in één kamer.\nDe baas heeft de sleutel."
#: Each form in which somebody writes: what goes before it, and what is written.
TOLD: dict[str, tuple[list[Step], dict[str, str]]] = {
    "place": (WHOLE[:6], {"place": "Stationsweg 12", "whereabouts": "Achter de kerk, derde deur"}),
    "story": (WHOLE[:7], {"words": LONG}),
    "contact": (
        WHOLE[:8],
        {"name": "Noa de Receptionist", "contact": "0612345678", "rules": "Na 16 uur"},
    ),
    "words": (OWN[:1], {"words": LONG}),
}
CHOSEN = {"place": {"unknown": "on"}, "story": {"haste": "later"}, "contact": {"named": "yes"}}
#: Every question, with nothing to write, and what goes before it.
ASKED: dict[str, list[Step]] = {
    **{name: steps[:at] for steps in (WHOLE, OWN) for at, (name, _data) in enumerate(steps)},
    "check": WHOLE,
    "danger": OWN[:1],
    "come-back": [],
    "done": WHOLE,
    "leaving": WHOLE,
    "live": WHOLE[:3],
}
REFUSALS = {
    "stale": (StaleWrite, 409),
    "refused": (Refused, 422),
    "too many": (TooMany, 429),
    "unavailable": (Unavailable, 503),
    "database": (DatabaseError, 503),
}


@pytest.fixture
def visitor(world: World) -> Client:
    return Client()


def fields(answer) -> set[str]:
    """What stands in the fields of a page."""
    text = answer.content.decode()
    areas = re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", text, re.DOTALL)
    values = re.findall(r'<input(?! type="hidden")[^>]*value="([^"]*)"', text)
    return {html.unescape(one).replace("\r\n", "\n").strip() for one in [*areas, *values]}


def refuse_all(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    """Let every public view fail in this way."""

    def refusing(view: Callable[..., object]) -> Callable[..., object]:
        @wraps(view)
        def refuse(request, *args, **kwargs):
            raise error

        refuse.policy = replace(view.policy)
        return refuse

    for pattern in _patterns(get_resolver()):
        if (pattern.callback.__module__ or "").startswith("ketenzicht.intake.views"):
            monkeypatch.setattr(pattern, "callback", refusing(pattern.callback))


def _patterns(resolver):
    for entry in resolver.url_patterns:
        yield from _patterns(entry) if hasattr(entry, "url_patterns") else [entry]


@pytest.mark.parametrize("name", sorted(TOLD))
@pytest.mark.parametrize("why", sorted(REFUSALS))
def test_a_refusal_gives_the_text_back(visitor: Client, monkeypatch, name: str, why: str):
    before, told = TOLD[name]
    fill(visitor, before)
    error, status = REFUSALS[why]
    refuse_all(monkeypatch, error)
    answer = visitor.post(url(name), {**told, **CHOSEN.get(name, {})})
    assert (answer.status_code, set(told.values()) - fields(answer)) == (status, set())


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_lost_visit_gives_the_text_back(visitor: Client, name: str):
    before, told = TOLD[name]
    fill(visitor, before)
    visitor.cookies.clear()
    answer = visitor.post(url(name), {**told, **CHOSEN.get(name, {})})
    assert "Deze pagina is weer leeg" in html.unescape(answer.content.decode())
    assert set(told.values()) <= fields(answer)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_visit_that_is_over_gives_the_text_back(visitor: Client, now: datetime, name: str):
    before, told = TOLD[name]
    fill(visitor, before)
    set_clock(now + timedelta(hours=2))
    answer = visitor.post(url(name), {**told, **CHOSEN.get(name, {})})
    assert set(told.values()) <= fields(answer)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_form_that_stood_open_too_long_gives_the_text_back(world: World, name: str):
    before, told = TOLD[name]
    easy = Client()
    fill(easy, before)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = easy.cookies
    answer = strict.post(url(name), {**told, **CHOSEN.get(name, {})})
    assert (answer.status_code, set(told.values()) - fields(answer)) == (403, set())


WRONG: dict[str, dict[str, str]] = {
    "place": {"municipality": "Nergenshuizen"},
    "story": {"haste": ""},
    "contact": {"named": ""},
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_answer_beside_it_leaves_the_text_in_its_own_field(visitor: Client, name: str):
    before, told = TOLD[name]
    fill(visitor, before)
    answer = visitor.post(url(name), {**told, **WRONG[name]})
    assert (answer.status_code, set(told.values()) - fields(answer)) == (422, set())


@pytest.mark.parametrize("name", sorted(ASKED))
@pytest.mark.parametrize("why", sorted(REFUSALS))
def test_every_form_says_no_in_words(visitor: Client, monkeypatch, name: str, why: str):
    fill(visitor, ASKED[name])
    error, status = REFUSALS[why]
    refuse_all(monkeypatch, error)
    answer = visitor.post(url(name), {"page": "1"})
    text = answer.content.decode()
    assert answer.status_code == status
    assert ("<h1>" in text, "tel:112" in text) == (True, True)


# -- writing on with the code ------------------------------------------------------------------


@pytest.fixture
def talking(visitor: Client) -> Client:
    fill(visitor, WHOLE)
    visitor.post(url("check"))
    code = code_on(page(visitor, "receipt"))
    assert visitor.post(url("come-back"), {"code": code}).url == url("messages")
    return visitor


@pytest.mark.parametrize("why", sorted(REFUSALS))
def test_writing_on_gives_the_text_back_when_it_is_refused(talking: Client, monkeypatch, why: str):
    error, status = REFUSALS[why]

    def refuse(**_told: object) -> None:
        raise error

    monkeypatch.setattr("ketenzicht.intake.services.write_on", refuse)
    answer = talking.post(url("messages"), {"text": LONG})
    assert (answer.status_code, LONG in fields(answer)) == (status, True)


def test_writing_on_in_a_lost_visit_gives_the_text_back(talking: Client):
    talking.cookies.clear()
    assert LONG in fields(talking.post(url("messages"), {"text": LONG}))


def test_writing_too_much_leaves_the_text_in_its_field(talking: Client):
    much = LONG * 60
    answer = talking.post(url("messages"), {"text": much})
    assert (answer.status_code, much in fields(answer)) == (422, True)


def test_a_wrong_code_is_never_shown_again(visitor: Client):
    answer = visitor.post(url("come-back"), {"code": "5724 0000 0000 0000 0000"})
    assert answer.status_code == 422
    assert "5724" not in answer.content.decode()


def test_all_answers_stand_on_the_page_that_could_not_be_sent(visitor: Client, monkeypatch):
    fill(visitor, WHOLE)

    def full(**_told: object) -> None:
        raise Unavailable

    monkeypatch.setattr("ketenzicht.intake.services.receive_report", full)
    answer = visitor.post(url("check"))
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 503
    for told in ("Stationsweg 12", "Kamer 12", "Steeds ander bezoek op kamer 12", "06-00000000"):
        assert told in text
    assert reports() == 0
