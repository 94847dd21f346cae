# SPDX-License-Identifier: EUPL-1.2
"""Every component in a real browser: axe, the content policy, and the widths people use."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = pytest.mark.journey

PAGES = ("/een/", "/een/?errors=1", "/werk/", "/werk/?errors=1")


def found_by_axe(browser: Browser, address: str, theme: str) -> list[str]:
    context = browser.new_context(
        bypass_csp=True, color_scheme=theme, locale="nl-NL", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    answer = Axe().run(page).response
    context.close()
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(browser: Browser, guide: str, address: str, theme: str) -> None:
    assert found_by_axe(browser, guide + address, theme) == []


def test_axe_does_find_a_missing_name(browser: Browser, guide: str) -> None:
    """The control: axe is really running."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(guide + "/een/")
    page.evaluate("document.querySelector('label[for=id_place]').remove()")
    rules = [rule["id"] for rule in Axe().run(page).response["violations"]]
    context.close()
    assert "label" in rules


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("address", ["/een/?errors=1", "/werk/"])
def test_nothing_sticks_out_sideways(
    browser: Browser, guide: str, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
    page = context.new_page()
    page.goto(guide + address)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def complaints(browser: Browser, address: str) -> list[str]:
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.close()
    return heard


@pytest.mark.parametrize("address", PAGES)
def test_the_content_policy_refuses_nothing_of_ours(
    browser: Browser, guide: str, address: str
) -> None:
    assert complaints(browser, guide + address) == []


def test_text_can_be_read_at_twice_the_size(browser: Browser, guide: str) -> None:
    """Zooming to 200 % on a screen of 1280 is a screen of 640 at double density."""
    context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    page = context.new_page()
    page.goto(guide + "/werk/")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
    context.close()
