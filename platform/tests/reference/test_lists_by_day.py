# SPDX-License-Identifier: EUPL-1.2
"""What decides about a case, a report or a figure reads its list by a day, and never without."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ketenzicht

ROOT = Path(ketenzicht.__file__).parent
#: Readers that give the newest of each without a day, and how many arguments come before it.
BY_DAY = {
    "code": 2,
    "codes": 1,
    "known": 1,
    "region_for": 1,
    "figures": 0,
    "figure_series": 0,
    "helplines": 0,
    "indicators": 0,
    "municipalities": 0,
    "regions": 0,
    "terms": 0,
}
#: The reference data read themselves; the practice world makes people up, and decides nothing.
OUTSIDE = ("reference", "world")


def without_a_day(written: str) -> Iterator[int]:
    """The lines on which a list is read without a day."""
    for node in ast.walk(ast.parse(written)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        called = node.func
        if not isinstance(called.value, ast.Name) or called.value.id != "reference":
            continue
        if called.attr not in BY_DAY:
            continue
        keywords = {each.arg for each in node.keywords}
        if len(node.args) <= BY_DAY[called.attr] and not keywords & {"day", "by"}:
            yield node.lineno


def files() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in OUTSIDE:
            yield path


def test_no_list_is_read_without_a_day():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files()
        for line in without_a_day(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_reader_of_the_reference_data_is_taken_out_of_its_name():
    """`from ketenzicht.reference import codes` would be read past the test above."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("ketenzicht.reference")
        and {each.name for each in node.names} & set(BY_DAY)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("reference.codes('genders')", [1]),
        ("reference.code('genders', 'u')", [1]),
        ("x = 1\nreference.known('genders')", [2]),
        ("reference.helplines()", [1]),
        ("reference.region_for('ede')", [1]),
        ("reference.codes('genders', day)", []),
        ("reference.codes('genders', by=today())", []),
        ("reference.code('genders', 'u', day)", []),
        ("reference.helplines(today())", []),
        ("other.codes('genders')", []),
    ],
)
def test_a_call_without_a_day_is_seen(written: str, found: list[int]):
    assert list(without_a_day(written)) == found
