# SPDX-License-Identifier: EUPL-1.2
"""What a page of the docs names in backticks exists: paths, modules, and names of the code."""

from __future__ import annotations

import difflib
import os
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[3]
#: Folders in which nothing of ours is kept, or that a run makes.
NOT_OURS = {".git", ".venv", "var", "site", "node_modules", "__pycache__"}
#: Paths that appear when something runs, and one that is named because there is none of it.
MADE = re.compile(r"(var|site|\.venv)(/|$)|utils\.py$")
#: Names of others: programs and functions that we only speak of.
OTHERS = {"pg_receivewal"}
#: What happened is told in the names of its day; what is said in another language is not ours.
SKIPPED = re.compile(r"CHANGELOG|from-r/|/\.")
PATH = re.compile(
    r"(?P<path>[\w.-]+(/[\w.-]+)+/?|[\w.-]+/|[\w-]+\.(py|md|yaml|toml|sh|lock|html|css|js|txt))"
)
CHECK = re.compile(r"ketenzicht\.(?P<id>[CEWI]\d{3})")
DOTTED = re.compile(r"(?P<name>[A-Za-z_]\w*(\.[A-Za-z_]\w*)+)(\(.*\))?")
NAME = re.compile(r"(?P<name>[A-Za-z]\w*_\w+|[A-Z]?[a-z]+[A-Z]\w+|[A-Za-z_]\w*(?=\())(\(.*\))?")
OWN = Path(__file__).name
READ = {".py", ".html", ".yaml", ".toml", ".js", ".css", ".sh", ".txt", ".c", ".h", ""}


def pages() -> list[Path]:
    """Every page that is written for people."""
    return [each for each in _files() if each.suffix == ".md" and not SKIPPED.search(str(each))]


@cache
def _files() -> tuple[Path, ...]:
    found = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [each for each in inside if each not in NOT_OURS and each[0] != "."]
        found += [(Path(folder) / name).relative_to(ROOT) for name in names]
    return tuple(sorted(found))


@cache
def _paths() -> frozenset[str]:
    """Every file and folder, under all the shorter names it can go by."""
    whole = {each for file in _files() for each in (file, *file.parents)}
    return frozenset("/".join(each.parts[at:]) for each in whole for at in range(len(each.parts)))


@cache
def _words() -> frozenset[str]:
    """Every word of the code, and every table."""
    tables = {model._meta.db_table for model in apps.get_models()}
    code = (ROOT / file for file in _files() if file.suffix in READ and file.name != OWN)
    texts = (file.read_text(encoding="utf-8", errors="ignore") for file in code)
    return frozenset(tables.union(*(re.findall(r"\w+", text) for text in texts)))


def missing(page: Path) -> Iterator[str]:
    """What a page names that does not exist, by line, with what it may have become."""
    text = re.sub(r"^```.*?^```", _blank, (ROOT / page).read_text("utf-8"), flags=re.M | re.S)
    for number, line in enumerate(text.splitlines(), start=1):
        for said in re.findall(r"`([^`]+)`", line):
            if not exists(said, page):
                near = difflib.get_close_matches(said.rstrip("/"), _known(said), n=2, cutoff=0.7)
                hint = f"; is it {' or '.join(near)}?" if near else ""
                yield f"{page}:{number} names `{said}`, which does not exist{hint}"


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _known(said: str) -> list[str]:
    return sorted(_paths() if "/" in said or said.endswith(".py") else _words())


def exists(said: str, page: Path) -> bool:
    """Tell whether what is said is there; what is no path and no name is always right."""
    if said in OTHERS or MADE.match(said):
        return True
    if found := CHECK.fullmatch(said):
        return found["id"] in _words()
    if found := PATH.fullmatch(said):
        return found["path"].strip("/") in _paths()
    if found := DOTTED.fullmatch(said):
        return _resolves(found["name"], page)
    if found := NAME.fullmatch(said):
        return found["name"] in _words()
    return True


def _resolves(name: str, page: Path) -> bool:
    """A module or what is in it, named from the top, from its distribution or from beside it."""
    for inside in ("", "ketenzicht.", f"{page.parts[1]}." if page.parts[0] == "libs" else ""):
        try:
            pkgutil.resolve_name(inside + name)
        except (ImportError, AttributeError, ValueError):
            continue
        return True
    # A name of a file that a run makes, of a field, or of a module beside the page.
    first = name.partition(".")[0]
    return not _is_package(first) and all(part in _words() for part in name.split("."))


@cache
def _is_package(name: str) -> bool:
    return name in {"ketenzicht", "telwerk", "blindkoppel"} | {
        config.name.rpartition(".")[2]
        for config in apps.get_app_configs()
        if config.name.startswith("ketenzicht.")
    }


@pytest.mark.parametrize("page", pages(), ids=str)
def test_what_a_page_names_exists(page: Path) -> None:
    assert list(missing(page)) == []


@pytest.mark.parametrize(
    "said",
    [
        "cases/nowhere.py",
        "platform/src/ketenzicht/nothing/",
        "telwerk.nothing",
        "cases.nothing",
        "ketenzicht.cases.services_of_old",
        "open_door_of_old",
        "open_door_of_old(actor)",
        "CaseOfOld",
        "ketenzicht.E999",
    ],
)
def test_what_is_not_there_is_found(said: str) -> None:
    assert not exists(said, Path("docs/guide/house.md"))


@pytest.mark.parametrize(
    "said", ["accounts/roles.py", "telwerk.sdc", "open_to", "make test", "var/keys", "R4", "core"]
)
def test_what_is_there_or_is_no_name_passes(said: str) -> None:
    assert exists(said, Path("docs/guide/house.md"))
