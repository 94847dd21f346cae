# SPDX-License-Identifier: EUPL-1.2
"""A visitor of a served surface: real lines, a new one per request, cookies and form tokens."""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

#: A report, page by page, as somebody without script sends it.
REPORT: tuple[tuple[str, dict[str, object]], ...] = (
    ("/zien/", {"reporter_type": "hospitality"}),
    ("/waar/", {"setting": "hotel"}),
    ("/leeftijd/", {"age": "unknown"}),
    ("/kaart/1/", {"sign": ["SIG-061", "SIG-062", "SIG-064"], "go": "advice"}),
    ("/daarna/", {}),
    ("/waarover/", {"subject": "place"}),
    ("/plaats/", {"unknown": "on"}),
    ("/vertellen/", {"words": "Steeds ander bezoek", "haste": "now"}),
    ("/antwoord/", {"named": "no"}),
    ("/nakijken/", {}),
)


class Visitor:
    """Asks a page, sends a form."""

    def __init__(self, port: int, *, patience: float) -> None:
        self.port, self.patience = port, patience
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, text, and where it leads."""
        return self._ask("GET", path, None)

    def post(self, path: str, data: dict[str, object]) -> tuple[int, str, str]:
        """Send the form of a page as it stands there, with these answers."""
        _, text, _ = self.get(path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert found, text[:2000]
        body = urlencode({"csrfmiddlewaretoken": found[1], **data}, doseq=True)
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        headers = {"Host": "localhost"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body, headers)
        answer = line.getresponse()
        self._keep(answer)
        text = answer.read().decode()
        line.close()
        return answer.status, text, answer.getheader("Location", "")

    def _keep(self, answer: HTTPResponse) -> None:
        for told in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = told.partition(";")[0].partition("=")
            if value in {"", '""'}:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def report(port: int, *, patience: float) -> str:
    """Send a whole report and return the receipt code; every page is answered within patience."""
    visitor = Visitor(port, patience=patience)
    for path, answers in REPORT:
        status, text, _ = visitor.post(path, answers)
        assert status == 303, (path, status, text[:2000])
    _, text, _ = visitor.get("/klaar/")
    found = re.search(r"kz-receipt__code[^>]*>(.*?)</p>", text, re.DOTALL)
    assert found, text[:2000]
    return re.sub(r"\D", "", found[1])
