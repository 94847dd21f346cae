# SPDX-License-Identifier: EUPL-1.2
"""Quick exit in a real browser: hidden at once, and Back never returns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from time import sleep

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

pytestmark = pytest.mark.journey

WEATHER = "https://www.knmi.nl/nederland-nu/weer/verwachtingen"


def answer_for_the_weather(route: Route) -> None:
    """Stand in for the outside world, which tests do not call."""
    route.fulfill(body="<title>Weer</title><h1>Zon</h1>", content_type="text/html")


def outside(context: BrowserContext) -> Page:
    context.route("https://**/*", answer_for_the_weather)
    page = context.new_page()
    page.goto("https://elsewhere.example/")
    return page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that was somewhere else first."""
    context = browser.new_context(
        has_touch=True, locale="nl-NL", viewport={"width": 360, "height": 740}
    )
    yield outside(context)
    context.close()


def visit(page: Page, guide: str) -> None:
    for address in ("/een/", "/twee/", "/drie/"):
        page.goto(guide + address)
    page.wait_for_load_state()


def slowly(route: Route) -> None:
    """Let a page come later than anybody waits."""
    sleep(1.5)
    with suppress(Error):
        route.continue_()


def leave(page: Page) -> None:
    page.get_by_role("link", name="Weg hier", exact=True).click()
    page.wait_for_url(WEATHER)


def shown_going(page: Page, direction: str) -> set[str]:
    """Everything that could be read in the second and a half after Back or Forward."""
    page.evaluate(f"setTimeout(() => history.{direction}())")
    seen = set()
    for _ in range(30):
        page.wait_for_timeout(50)
        # While a page gives way to the next there is nothing to read.
        with suppress(Error):
            seen.add(page.evaluate("document.body?.innerText ?? ''"))
    return seen - {""}


def test_leaving_goes_elsewhere_and_back_skips_the_whole_visit(page: Page, guide: str) -> None:
    visit(page, guide)
    assert "Stijlgids" in page.inner_text("main")
    leave(page)
    seen = set().union(*(shown_going(page, "back") for _ in range(3)))
    assert seen == {"Zon"}
    assert guide not in page.url


def test_forward_after_leaving_finds_nothing_of_the_visit(page: Page, guide: str) -> None:
    visit(page, guide)
    leave(page)
    seen = shown_going(page, "back")
    seen |= set().union(*(shown_going(page, "forward") for _ in range(2)))
    assert seen == {"Zon"}


def test_on_a_slow_line_the_pages_behind_hide_themselves(page: Page, guide: str) -> None:
    """The first page of the visit does not come in time, so leaving does not wait for it."""
    visit(page, guide)
    page.route(guide + "/een/", slowly)
    leave(page)
    seen = set().union(*(shown_going(page, "back") for _ in range(3)))
    assert seen == {"Zon"}


def test_somebody_who_comes_anew_sees_the_page(page: Page, guide: str) -> None:
    visit(page, guide)
    page.route(guide + "/een/", slowly)
    leave(page)
    page.goto(guide + "/twee/")
    assert "Stijlgids" in page.inner_text("main")


def test_without_leaving_back_shows_the_visit(page: Page, guide: str) -> None:
    """The control: the tests above can see a page that does come back."""
    visit(page, guide)
    page.goto(WEATHER)
    assert "Stijlgids" in "".join(shown_going(page, "back"))


def gone(page: Page, guide: str) -> tuple[float, list[object]]:
    """Leave, and tell how long that took and what stands in the tab right after it."""
    page.goto(guide + "/een/")
    page.wait_for_load_state()
    took, *left = page.evaluate(
        """() => {
          const start = performance.now();
          dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
          return [performance.now() - start, document.title, document.body.innerText,
                  document.querySelectorAll("link[rel=icon]").length];
        }"""
    )
    return took, left


def test_the_page_is_hidden_within_100_milliseconds(page: Page, guide: str) -> None:
    """The quickest of three tabs: a machine that is busy with something else is not the page."""
    tabs = [gone(tab, guide) for tab in (page, outside(page.context), outside(page.context))]
    assert min(took for took, _ in tabs) < 100
    assert [left for _, left in tabs] == [["www.knmi.nl", "", 0]] * 3


def test_three_times_shift_leaves(page: Page, guide: str) -> None:
    page.goto(guide + "/een/")
    page.wait_for_load_state()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.url == guide + "/een/"
    page.keyboard.press("Shift")
    page.wait_for_url(WEATHER)


def test_capitals_in_a_text_do_not_leave(page: Page, guide: str) -> None:
    page.goto(guide + "/een/")
    page.get_by_label("Wat heb je gezien?").focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    page.wait_for_timeout(300)
    assert page.url == guide + "/een/"


def gesture(page: Page, *steps: tuple[str, list[tuple[int, int]]]) -> None:
    """Put fingers on the screen as the system would."""
    session = page.context.new_cdp_session(page)
    for kind, fingers in steps:
        points = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_tap_with_two_fingers_leaves(page: Page, guide: str) -> None:
    page.goto(guide + "/een/")
    page.wait_for_load_state()
    gesture(page, ("touchStart", [(100, 300), (220, 300)]), ("touchEnd", []))
    page.wait_for_url(WEATHER)


def test_zooming_with_two_fingers_stays(page: Page, guide: str) -> None:
    page.goto(guide + "/een/")
    page.wait_for_load_state()
    gesture(
        page,
        ("touchStart", [(100, 300), (220, 300)]),
        ("touchMove", [(60, 300), (260, 300)]),
        ("touchEnd", []),
    )
    page.wait_for_timeout(300)
    assert page.url == guide + "/een/"


def test_leaving_works_without_scripts(browser: Browser, guide: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = outside(context)
    page.goto(guide + "/een/")
    leave(page)
    assert page.inner_text("h1") == "Zon"
    context.close()


def test_a_visit_leaves_nothing_in_the_browser(page: Page, guide: str) -> None:
    visit(page, guide)
    leave(page)
    page.goto(guide + "/een/")
    assert page.evaluate("[localStorage.length, sessionStorage.length, window.name]") == [0, 0, ""]


def paper(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_chosen_colours_stay_for_the_visit_and_are_forgotten_on_leaving(
    page: Page, guide: str
) -> None:
    page.goto(guide + "/een/")
    light = paper(page)
    page.get_by_label("donker").check()
    page.goto(guide + "/twee/")
    assert paper(page) != light
    assert page.get_by_label("donker").is_checked()
    leave(page)
    page.goto(guide + "/een/")
    assert paper(page) == light


def test_colours_can_be_chosen_without_scripts(browser: Browser, guide: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(guide + "/een/")
    before = page.screenshot()
    page.get_by_label("donker").check()
    assert page.screenshot() != before
    context.close()
