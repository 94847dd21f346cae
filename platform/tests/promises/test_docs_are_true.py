# SPDX-License-Identifier: EUPL-1.2
"""The guide names every setting and every command, and every file it points at exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[3]
GUIDE = "\n".join(
    path.read_text(encoding="utf-8") for path in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md"]
)
SETTINGS = sorted(
    set(
        re.findall(
            r'env\.\w+\(\s*"(KETENZICHT_\w+)"',
            (ROOT / "platform/src/ketenzicht/surfaces/base.py").read_text(encoding="utf-8"),
        )
    )
)
COMMANDS = sorted(name for name, app in get_commands().items() if str(app).startswith("ketenzicht"))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_guide_names_a_setting(setting: str) -> None:
    assert f"`{setting}`" in GUIDE


@pytest.mark.parametrize("command", COMMANDS)
def test_the_guide_names_a_command(command: str) -> None:
    said = {f"ketenzicht {command}", f"ketenzicht {command.replace('_', ' ', 1)}"}
    dashed = {each.replace("_", "-") for each in said}
    assert any(each in GUIDE for each in said | dashed)


@pytest.mark.parametrize(
    "page", [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md"], ids=lambda page: page.name
)
def test_a_page_points_at_files_that_exist(page: Path) -> None:
    found = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in found if not (page.parent / link).exists()] == []


def test_the_promises_name_tests_that_exist() -> None:
    text = (ROOT / "docs/guide/promises.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|libs)/[\w/.-]+)`", text)
    places = [
        ROOT / name if name.startswith("libs") else ROOT / "platform" / name for name in named
    ]
    assert [str(place) for place in places if not place.exists()] == []


def test_the_tests_that_the_guide_names_exist() -> None:
    told = set(re.findall(r"`(test_\w+)`", GUIDE))
    places = [*ROOT.glob("platform/tests/**/*.py"), *ROOT.glob("libs/*/tests/**/*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in places)
    assert len(told) > 30
    assert sorted(name for name in told if f"def {name}(" not in code) == []
