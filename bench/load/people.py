# SPDX-License-Identifier: EUPL-1.2
"""Who is there: members at work, and people who see something and say so."""

import random
import re
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import requests

from bench.load.pages import Form, Page

THINK = (4.0, 12.0)  # seconds somebody reads before the next click
PATIENCE = 60.0  # seconds
Noted = Callable[[str, float, int], None]
CASE = re.compile(r"^/werk/zaken/[0-9a-f-]{36}/$")


class Person(threading.Thread, ABC):
    """Somebody with a browser, who reads, clicks and writes until it is time."""

    def __init__(self, number: int, address: str, until: float, noted: Noted) -> None:
        super().__init__(daemon=True)
        self.chance = random.Random(number)
        self.browser = requests.Session()
        self.address, self.until, self.noted = address, until, noted
        self.at = address

    def run(self) -> None:
        """Do one thing after another, with time to read in between."""
        time.sleep(self.chance.uniform(0, THINK[1]))
        for _ in self.acts():
            if time.monotonic() > self.until:
                return
            time.sleep(self.chance.uniform(*THINK))

    @abstractmethod
    def acts(self) -> Iterator[None]:
        """One thing this person does, for ever; each kind of person its own."""

    def read(self, path: str) -> Page:
        """Open a page."""
        return self._ask("read", "GET", urljoin(self.at, path))

    def send(self, form: Form) -> Page:
        """Fill in a form, send it, and read what comes next."""
        return self._ask(
            "write", "POST", urljoin(self.at, form.action), data=form.filled(self.chance)
        )

    def _ask(
        self, kind: str, method: str, url: str, data: list[tuple[str, str]] | None = None
    ) -> Page:
        headers = {"Referer": self.at, "Origin": self.address}
        start = time.monotonic()
        try:
            answer = self.browser.request(
                method, url, headers=headers, allow_redirects=False, timeout=PATIENCE, data=data
            )
        except requests.RequestException:
            self.noted(kind, time.monotonic() - start, 0)
            return Page("")
        self.noted(kind, time.monotonic() - start, answer.status_code)
        if answer.is_redirect:
            return self._ask("read", "GET", urljoin(url, answer.headers["Location"]))
        self.at = url
        return Page(answer.text)


class Member(Person):
    """A member at work: my day, the places of the menu, cases, and a note now and then."""

    def acts(self) -> Iterator[None]:
        """Step in, then look around and write."""
        entrance = self.read("/werk/oefenwereld/")
        doors = [form for form in entrance.forms if any(f.name == "member" for f in form.fields)]
        page = self.send(self.chance.choice(doors))
        while True:
            yield
            page = self.read(self._next(page))
            if CASE.match(self.at.removeprefix(self.address)) and self.chance.random() < 0.5:
                yield
                page = self._write()

    def _next(self, page: Page) -> str:
        cases = [link for link in page.links if CASE.match(link)]
        if cases and self.chance.random() < 0.6:
            return self.chance.choice(cases)
        return self.chance.choice([*page.places, "/werk/"])

    def _write(self) -> Page:
        page = self.read(self.at + "notitie/")
        for form in page.forms:
            if any(one.kind == "textarea" for one in form.fields):
                return self.send(form)
        return page


class Reporter(Person):
    """Somebody without an account, who walks the questions until the receipt."""

    def acts(self) -> Iterator[None]:
        """Report again and again, each time as somebody else."""
        while True:
            self.browser.cookies.clear()
            self.read("/")
            yield
            page = self.read("/zien/")
            while (form := self._question(page)) is not None:
                yield
                page = self.send(form)
            yield

    def _question(self, page: Page) -> Form | None:
        asked = [form for form in page.forms if form.method == "post"]
        done = self.at.endswith("/klaar/")
        return self.chance.choice(asked) if asked and not done else None
