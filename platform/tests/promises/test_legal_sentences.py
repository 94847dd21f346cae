# SPDX-License-Identifier: EUPL-1.2
"""A sentence on a screen that names a law, an article, a term or an amount rests on a claim.

Searched for in every text of every app, in both languages. A term or number comes from the
reference data and is no part of the text. Where the law itself is named, a comment beside it says
on which claim it rests: `rests on thresholds/adult`, or, where it claims nothing about the world,
`rests on nothing: …`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from ketenzicht import reference
from ketenzicht.web import messages

NUMBER = r"(?:\d+|one|two|three|four|five|six|eight|ten|een|twee|drie|vier|vijf|zes|acht|tien)"
UNIT = (
    r"(?:(?:working )?days?|weeks?|months?|years?|hours?"
    r"|(?:werk)?dag(?:en)?|week|weken|maand(?:en)?|jaar|uur)"
)
NAMES = r"the law|by law|a right to|GDPR|Dublin|de wet|recht op|Vw|Wmo|Jeugdwet|Wpg|AVG|WGS"
LEGAL = re.compile(
    rf"\b(?:{NAMES}|art(?:icle|\.|ikel)\s*\d\w*|daarvoor genoeg|enough for that)\b"
    rf"|\b(?:within|binnen) {NUMBER} {UNIT}\b|\b(?:from|vanaf) \d\d (?:years|jaar)\b"
    r"|\b\d+ euro\b|€ ?\d",
    re.IGNORECASE,
)
RESTS = re.compile(r"rests on (?P<claim>[\w/-]+)(?P<why>: \S+)?")
AROUND = 4
SHORT = 8
NOT_SHOWN = {"world"}
#: Demonstrations of components say made-up sentences.
MADE_UP = ("web/views.py", "web/templates/web/styleguide.html")


def legal(text: str) -> bool:
    return LEGAL.search(re.sub(r"%\(\w+\)s", "…", text)) is not None


def sentences() -> Iterator[tuple[Path, messages.Said]]:
    books = messages.catalogues("nl")
    for app in messages.apps():
        if app.name in NOT_SHOWN:
            continue
        book = books.get(app.name)
        dutch = {each.msgid: each.msgstr for each in polib.pofile(str(book))} if book else {}
        for said in messages.said_by(app):
            if legal(said.text) or legal(dutch.get(said.text, "")):
                yield app, said


def beginning(text: str) -> str:
    """The first words of a text that stand in the source as they are."""
    parts = [part.strip() for part in re.split(r"%\(\w+\)s|\{[^}]*\}|<[^>]*>", text)]
    return next((part for part in parts if len(part) > SHORT), max(parts, key=len))[:30]


def places(app: Path, said: messages.Said) -> Iterator[tuple[str, list[str]]]:
    """Where a text stands, with the lines around it."""
    for path in sorted(app.rglob("*")):
        where = path.relative_to(app.parent).as_posix()
        if path.suffix not in {".py", ".html", ".txt"} or where in MADE_UP:
            continue
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if beginning(said.text) in line:
                yield where, lines[max(0, number - AROUND) : number + AROUND]


def claims() -> set[str]:
    return {each.name for each in reference.entries()}


def unfounded() -> Iterator[str]:
    known = claims()
    for app, said in sentences():
        for where, around in places(app, said):
            found = RESTS.search(" ".join(around))
            if found is None:
                yield f"{where}: {said.text!r} rests on no claim"
            elif found["claim"] == "nothing":
                if not found["why"]:
                    yield f"{where}: {said.text!r} rests on nothing, and nobody says why"
            elif found["claim"] not in known:
                yield f"{where}: {found['claim']} is no claim"


def test_every_legal_sentence_on_a_screen_rests_on_a_claim():
    assert list(unfounded()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dat is daarvoor genoeg.",
        "You have to answer within 8 hours.",
        "Binnen drie dagen is er een antwoord.",
        "De wet vraagt dat.",
        "Article 273f says so.",
        "Je krijgt 1000 euro.",
        "Vanaf 16 jaar beslist iemand zelf.",
        "Je hebt recht op hulp.",
    ],
)
def test_a_legal_sentence_is_found(text: str):
    assert legal(text)


@pytest.mark.parametrize(
    "text", ["Last contact %(days)s days ago.", "Dat gebeurt binnen %(read_within)s.", "Bel 112."]
)
def test_what_comes_from_the_data_is_no_legal_sentence(text: str):
    assert not legal(text)
