# SPDX-License-Identifier: EUPL-1.2
"""A rule stands in one place: what was once written twice is defined once."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import sources

#: Rules that were found in two places or more, and now stand in one.
ONCE = (
    "able_to",  # somebody there can act on this now
    "advance",  # a step that the table of states allows
    "age_on",  # how old somebody is of whom part of the date of birth is known
    "fold",  # how text is compared in a search
    "late_since",  # when a wait is too long
    "check_answer_by",  # until when an answer may be asked
    "check_receiver",  # who may be asked at all
    "check_refusal",  # what a no has to say
    "free_codes",  # codes of entries in the register
    "found_in",  # the row that is meant, or nothing there
)


def definitions(name: str) -> list[str]:
    """The files that define a function or a class of this name."""
    return [
        source.path
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
    ]


@pytest.mark.parametrize("name", ONCE)
def test_a_rule_is_defined_once(name):
    assert len(definitions(name)) == 1


def test_a_code_of_an_entry_is_made_in_one_place():
    """Codes of eight and of ten digits stood beside each other."""
    made = [
        source.path
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and node.value == "R-"
    ]
    assert made == ["register/services/entering.py"]


def test_each_app_has_at_most_one_wrapper_around_the_audit():
    """Functions that only pass on to `record`, for one act or for many."""
    wrappers: dict[str, list[str]] = {}
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and _only_records(node):
                wrappers.setdefault(source.app, []).append(f"{source.path}: {node.name}")
    assert {app: found for app, found in wrappers.items() if len(found) > 1} == {}


def _only_records(node: ast.FunctionDef) -> bool:
    body = [each for each in node.body if not _is_docstring(each)]
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        return False
    call = body[0].value
    if not isinstance(call, ast.Call):
        return False
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "record"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_a_rule_in_two_places_would_be_found():
    assert len(definitions("reach")) > 1
