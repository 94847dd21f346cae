# SPDX-License-Identifier: EUPL-1.2
"""Where a choice is a judgement, no form makes it beforehand; every form of every page is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.promises.answers import undone
from tests.promises.matrix import OWN
from tests.promises.test_forms_keep import asked

#: What may stand there: how things are now, or what is not known; no judgement about anybody.
STANDS = {
    ("accounts:own", "language"): "the language one gets mail in now",
    ("cases:forms", "forms"): "what stands in the case",
    ("cases:open", "region"): "the one region the organisation works in",
    ("cases:open_from_report", "forms"): "what stands in the report",
    ("cases:open_from_report", "region"): "what stands in the report",
    ("cases:risk", "risk"): "what stands in the case",
    ("cases:safe-contact", "voicemail"): "no message is left where nobody said that it is safe",
    ("cases:victim-status", "status"): "what stands in the case",
    ("cases:worker", "worker"): "who does the case now",
    ("estimates:method", "interval"): "a setting of the method, as its authors give it",
    ("estimates:new", "source"): "the lists everybody can see; no judgement about a person",
    ("register:duty", "gender"): "not known, until somebody says it",
    ("register:duty", "region"): "the one region the organisation works in",
    ("register:enter", "dossier"): "what stands in the case",
}


@dataclass
class Chosen(HTMLParser):
    """The choices that a page makes by itself, in forms that change something."""

    found: set[str] = field(default_factory=set)
    seen: int = 0
    _posts: bool = False
    _select: str = ""
    _first: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._posts = given.get("method") == "post" and given.get("role") != "search"
        elif not self._posts:
            return
        elif tag == "input" and given.get("type") in {"radio", "checkbox"}:
            self.seen += 1
            if "checked" in given:
                self.found.add(str(given.get("name")))
        elif tag == "select":
            self._select, self._first = str(given.get("name")), "multiple" not in given
        elif tag == "option" and self._select:
            self._option(given)

    def _option(self, given: dict[str, str | None]) -> None:
        # A browser shows the first option as chosen when none is.
        self.seen += 1
        if given.get("value") and ("selected" in given or self._first):
            self.found.add(self._select)
        self._first = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._posts = False


def test_no_form_makes_a_choice_beforehand(matrix):
    chosen: set[tuple[str, str]] = set()
    seen = 0
    for route, member in asked(matrix):
        path = reverse(route.name, kwargs=matrix._ids(route, OWN))
        with undone():
            answer = matrix.client(member).get(path)
        if answer.status_code != 200 or answer.streaming:
            continue
        page = Chosen()
        page.feed(answer.content.decode(errors="replace"))
        seen += page.seen
        chosen |= {(route.name, name) for name in page.found}
    assert sorted(chosen ^ set(STANDS)) == []
    assert seen > 300


@pytest.mark.parametrize(
    ("form", "found"),
    [
        (
            '<select name="a"><option value="">–</option><option value="1">1</option></select>',
            set(),
        ),
        ('<select name="a"><option value="1">1</option></select>', {"a"}),
        ('<select name="a"><option value="">–</option><option value="1" selected></select>', {"a"}),
        ('<input type="radio" name="b" value="1">', set()),
        ('<input type="radio" name="b" value="1" checked>', {"b"}),
        ('<input type="checkbox" name="c" checked>', {"c"}),
    ],
)
def test_a_choice_that_is_made_is_seen(form, found):
    page = Chosen()
    page.feed(f'<form method="post">{form}</form>')
    assert page.found == found
