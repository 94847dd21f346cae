# SPDX-License-Identifier: EUPL-1.2
"""Two tabs of one browser hold two stories; neither throws the other away."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from ketenzicht.intake.wizard.answers import OPEN_FOR
from ketenzicht.surfaces.testing_clock import set_clock
from tests.intake.test_public_pages import OWN, WHOLE, code_on, fill, page, reports, url

pytestmark = pytest.mark.django_db


class Tab:
    """One tab: it shows one page, and sends the form that stands on it."""

    def __init__(self, browser: Client) -> None:
        self.browser, self.text = browser, ""

    def open(self, name: str) -> None:
        self.text = page(self.browser, name)

    def send(self, name: str, **values: object) -> str:
        """Fill in what stands here and send it; returns where that leads."""
        found = re.search(r'name="visit" value="([^"]*)"', self.text)
        if found:
            values["visit"] = found[1]
        answer = self.browser.post(url(name), values)
        if answer.status_code == 303:
            self.text = unescape(self.browser.get(answer.url).content.decode())
            return answer.url
        self.text = unescape(answer.content.decode())
        return ""

    def walk(self, steps: list[tuple[str, dict[str, object]]]) -> None:
        self.open(steps[0][0])
        for name, values in steps:
            self.send(name, **values)


@pytest.fixture
def tabs(world) -> tuple[Tab, Tab]:
    browser = Client()
    return Tab(browser), Tab(browser)


def test_a_report_goes_on_after_another_tab_began_one(tabs: tuple[Tab, Tab]):
    one, other = tabs
    one.walk(WHOLE[:7])
    other.open("start")
    other.walk(OWN[:2])
    one.send("story", words="Steeds ander bezoek op kamer 12", haste="later")
    one.send("contact", named="no")
    assert "Stationsweg 12" in one.text
    assert "Steeds ander bezoek op kamer 12" in one.text
    assert one.send("check") == url("receipt")
    assert reports() == 1


def test_both_tabs_end_with_a_report_of_their_own(tabs: tuple[Tab, Tab]):
    one, other = tabs
    one.walk(WHOLE)
    other.walk(OWN)
    one.send("check")
    first = code_on(one.text)
    other.send("check")
    assert reports() == 2
    assert code_on(other.text) != first


def test_going_back_in_one_tab_shows_its_own_story(tabs: tuple[Tab, Tab]):
    one, other = tabs
    one.walk(WHOLE)
    other.walk(OWN)
    assert one.send("place", show="1") == url("place")
    assert "Stationsweg 12" in one.text


def test_an_older_page_of_the_same_story_forgets_nothing_that_came_after(tabs):
    one, same = tabs
    one.walk(WHOLE[:2])
    same.open("age")
    one.send("age", age="unknown")
    for name, values in WHOLE[3:]:
        one.send(name, **values)
    same.send("age", age="unknown")
    one.open("check")
    assert "Stationsweg 12" in one.text


def test_what_was_sent_is_not_sent_again_from_an_older_page(tabs: tuple[Tab, Tab]):
    one, same = tabs
    one.walk(WHOLE)
    same.open("check")
    one.send("check")
    same.send("check")
    assert reports() == 1
    assert code_on(same.text) == code_on(one.text)


def test_a_talk_goes_on_beside_a_report(tabs: tuple[Tab, Tab]):
    one, other = tabs
    one.walk(WHOLE)
    one.send("check")
    code = code_on(one.text)
    one.open("come-back")
    one.send("come-back", code=code)
    other.walk(OWN[:2])
    one.send("messages", text="Vanavond weer")
    assert "Vanavond weer" in one.text


def test_who_comes_too_late_gets_the_last_text_back(tabs: tuple[Tab, Tab], now):
    one, _other = tabs
    one.walk(WHOLE[:7])
    set_clock(now + OPEN_FOR * 1.01)
    one.send("story", words="Steeds ander bezoek op kamer 12", haste="later")
    assert "Deze pagina is weer leeg" in one.text
    assert "Steeds ander bezoek op kamer 12" in one.text


def test_every_page_of_a_visit_names_it(world):
    visitor = Client()
    fill(visitor, WHOLE)
    for name in ("where", "age", "card", "advice", "about", "place", "story", "contact", "check"):
        forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", page(visitor, name), re.DOTALL)
        assert forms
        assert [form for form in forms if 'name="visit"' not in form] == []
