# SPDX-License-Identifier: EUPL-1.2
"""A day on a page was, was chosen by people, or says which rule computed it: there is one door.

`when` is for what was; `chosen` for a day that people chose; `due` asks for the claim.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ketenzicht

ROOT = Path(ketenzicht.__file__).parent
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
SHOWN = re.compile(r"\{%\s*when\s+(\S+)")
FORMATTED = re.compile(r"([\w.]+)\|date:")
#: What these names hold has happened.
WAS = {
    *("at", "opened_at", "since", "moment", "made_at", "proposed_at", "answered_at"),
    *("created_at", "last_used_at", "made_on", "published_at"),
    *("received_on", "written_on", "feedback_on", "day"),
}
#: What members say themselves of their own absence and mandates, and since when a claim holds.
SAID_THEMSELVES = {"absence.until", "one.until", "version.from", "version.to"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_day_ahead_goes_through_the_door_that_asks_for_its_rule(template: Path):
    text = template.read_text(encoding="utf-8")
    shown = {*SHOWN.findall(text), *FORMATTED.findall(text)} - SAID_THEMSELVES
    assert {name for name in shown if name.rpartition(".")[2] not in WAS} == set()
