# SPDX-License-Identifier: EUPL-1.2
"""A real browser in front of the whole platform, at desk and phone width, with and without script.

Every page a journey looks at can be checked (`look`): no violation of WCAG by axe, no refusal by
the content policy, no sideways scrolling, and a picture kept under var/screenshots.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Error, Locator, Page, ViewportSize, expect

from ketenzicht.accounts.models import Member

SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 900},
    "phone": {"width": 360, "height": 740},
}
PATIENCE = 30_000  # milliseconds; a shared machine may be busy with something else
LEAVING = 3  # times a page may turn out to be leaving before its error counts
expect.set_options(timeout=PATIENCE)
SCREENSHOTS = Path(os.environ.get("KETENZICHT_SCREENSHOTS", "../var/screenshots"))
# For the README a picture shows what fits on the screen; to look at a page, all of it.
WHOLE = "KETENZICHT_PICTURES" not in os.environ
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The tool comes along with the question, so that both are about the same document.
QUESTION = (
    "async (tags) => {"
    + AXE
    + """;
  return await findings(tags);
  async function findings(tags) {
    const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}});
    return found.violations.map(
      v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(' | ')}`);
  }
}
"""
)


@dataclass
class Visitor:
    """Somebody with a browser, and what the browser complained about."""

    page: Page
    base: str
    size: str
    script: bool
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page of the platform."""
        self.page.goto(self.base + path)

    def step_into(self, member: Member) -> None:
        """Sign in through the entrance of the practice world."""
        self.open("/werk/oefenwereld/")
        form = self.page.locator("form", has=self.page.locator(f"input[value='{member.pk}']"))
        form.get_by_role("button").click()
        self.page.wait_for_url("**/werk/")

    def follow(self, control: Locator) -> None:
        """Press a button or link, and wait until the page it leads to is all there."""
        with self.page.expect_navigation():
            control.click()

    def source(self) -> str:
        """The whole page as it was sent, once it is all there."""
        self.page.wait_for_load_state()
        return self.page.content()

    def ask(self, question: str, argument: object = None) -> Any:
        """What the page that came to stay answers; one that was just leaving is asked again."""
        for _ in range(LEAVING):
            self.page.wait_for_load_state()
            with suppress(Error):
                return self.page.evaluate(question, argument)
        return self.page.evaluate(question, argument)

    def look(self, name: str) -> None:
        """Check the page as it stands and keep a picture of it."""
        page = self.page
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        if self.script:
            assert self.ask(QUESTION, WCAG) == []
            width = self.ask("document.documentElement.scrollWidth")
            assert width <= SIZES[self.size]["width"], f"{name} scrolls sideways: {width}"
            page.screenshot(path=SCREENSHOTS / f"{name}-{self.size}.png", full_page=WHOLE)
        assert self.complaints == []


@pytest.fixture
def visit(browser: Browser, live_server: object) -> Iterator[Callable[..., Visitor]]:
    """Open browsers of visitors; each has nothing in common with the others."""
    contexts = []

    def make(size: str = "desk", *, script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=SIZES[size],
            java_script_enabled=script,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        visitor = Visitor(page, str(live_server), size, script)
        page.on("console", lambda message: _note(visitor, message.type, message.text))
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        return visitor

    yield make
    for context in contexts:
        context.close()


def _note(visitor: Visitor, kind: str, text: str) -> None:
    # A refused form answers 422, which the browser writes down as an error too.
    if kind == "error" and "status of 4" not in text:
        visitor.complaints.append(text)


@pytest.fixture(params=["desk", "phone", "desk-without-script", "phone-without-script"])
def visitor(request: pytest.FixtureRequest, visit: Callable[..., Visitor]) -> Visitor:
    """One visitor at both widths, with and without script."""
    size, _, without = request.param.partition("-")
    return visit(size, script=not without)
