# SPDX-License-Identifier: MIT
"""What the pages say is what the programs do."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

from telwerk.cli.main import _parser
from telwerk.mse.methods.catalogue.page import page
from telwerk.mse.results.status import Status

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
METHODS = [path for path in PAGES if path.parent.name == "methods" and path.stem != "README"]
EXAMPLES = [path for path in PAGES if ">>>" in path.read_text(encoding="utf-8")]
SOURCE = ROOT / "src" / "telwerk"
MODULES = sorted(
    ".".join(("telwerk", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_on_a_page_gives_what_the_page_says(path):
    assert doctest.testfile(str(path), module_relative=False).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_a_docstring_gives_what_it_says(name):
    outcome = doctest.testmod(import_module(name))
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


def test_the_page_of_methods_is_the_table_of_methods():
    written = (ROOT / "docs" / "methods" / "README.md").read_text(encoding="utf-8")
    assert written == page() + "\n"


def test_every_command_and_status_is_on_a_page():
    text = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
    commands = _parser()._subparsers._group_actions[0].choices
    assert [name for name in commands if f"`telwerk {name} " not in text] == []
    assert [status for status in Status if f"| `{status}` | {status.code} |" not in text] == []


@pytest.mark.parametrize("path", METHODS, ids=lambda path: path.stem)
def test_every_method_says_what_it_assumes_where_it_ends_and_where_it_comes_from(path):
    text = path.read_text(encoding="utf-8")
    present = {word: word in text for word in ("ssume", "Limit", "Source")}
    assert present == dict.fromkeys(present, True)
    formula = re.search(r"\$.+\$|^ {4}[^$>\s].*[=~/]|\*\*Formula", text, re.MULTILINE)
    example = re.search(r">>> |\$ telwerk ", text)
    assert (bool(formula), bool(example)) == (True, True)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_link_leads_to_a_page(path):
    links = re.findall(r"\]\(([^)#]+?)\)", path.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("package", ["telwerk.mse", "telwerk.sdc"])
def test_the_page_of_names_has_every_name_that_can_be_imported(package):
    page_of_names = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
    module = import_module(package)
    assert [name for name in module.__all__ if f"`{name}`" not in page_of_names] == []
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
    inside = sorted(
        path.parent.name for path in (SOURCE / package.split(".")[1]).glob("*/__init__.py")
    )
    assert [name for name in inside if f"`{package}.{name}`" not in page_of_names] == []


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        assert import_module("telwerk.mse").nothing
