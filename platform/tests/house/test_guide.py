# SPDX-License-Identifier: EUPL-1.2
"""The guide for developers shows the example that the tests build, as it is."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.overlay import EXAMPLE, WORKSPACE

GUIDE = (WORKSPACE / "docs/guide/developing.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```python\n# bicycles/(\S+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
CHAPTERS = (
    "an app", "an act", "an alarm", "a list", "a page", "a sweep", "a shared part",
    "a rule of law", "a language",
)  # fmt: skip


@pytest.mark.parametrize(("file", "code"), SHOWN, ids=[file for file, _ in SHOWN])
def test_the_guide_shows_the_example_as_it_is(file: str, code: str) -> None:
    assert code.strip() in (EXAMPLE / file).read_text(encoding="utf-8")


def test_the_guide_shows_the_parts_that_have_to_be_thought_of() -> None:
    assert {"app.py", "models.py", "services.py", "work.py", "views.py"} <= {f for f, _ in SHOWN}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_guide_says_how_to_add(chapter: str) -> None:
    assert f"\n### {chapter}\n" in GUIDE


def test_the_house_shows_the_order_of_the_contract() -> None:
    page = (WORKSPACE / "docs/guide/house.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```\n(surfaces .*?)^```$", page, re.MULTILINE | re.DOTALL)
    settings = tomllib.loads((WORKSPACE / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each.get("id") == "layers"]
    built = [set(re.split(r" [:|] ", layer)) for layer in layers if "(" not in layer]
    told = [set(level.strip().split(" · ")) for level in shown.split("→")]
    assert told == [level - {"command"} for level in built]
