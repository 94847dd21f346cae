# SPDX-License-Identifier: EUPL-1.2
"""No code list sleeps: each is asked on a form, counted, or says what another rule means."""

from __future__ import annotations

import ast
import html
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from django.urls import reverse

import ketenzicht
from ketenzicht import reference
from tests.factories.cases import coordinator

SOURCES = Path(ketenzicht.__file__).parent
#: The simulated world makes people up and migrations tell of the past: neither uses a list.
NO_USE = {"world", "migrations"}


def modules() -> Iterator[ast.Module]:
    for path in SOURCES.rglob("*.py"):
        if not NO_USE & set(path.relative_to(SOURCES).parts):
            yield ast.parse(path.read_text(encoding="utf-8"))


def named(trees: Iterable[ast.AST]) -> set[str]:
    """Every text that code hands to something: as an argument, in a table, or as a value."""
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def asleep(lists: Collection[str], trees: Iterable[ast.AST]) -> set[str]:
    return set(lists) - named(trees)


def test_every_code_list_is_used_by_a_form_a_count_or_a_rule() -> None:
    assert asleep(reference.all_lists(), modules()) == set()


def test_a_list_that_nothing_uses_would_be_found() -> None:
    assert asleep(["sectors", "list_of_nobody"], modules()) == {"list_of_nobody"}


def test_a_list_that_is_only_told_of_in_a_sentence_is_not_used() -> None:
    tree = ast.parse('"""About sleepers: a sentence."""\nshow("sectors")')
    assert asleep(["sectors", "sleepers"], [tree]) == {"sleepers"}


#: What the review of November 2026 found in the files and on no screen.
FOUND_ASLEEP = {
    *("statistical_routes", "statistical_industries", "age_bands", "sectors", "victim_status"),
    *("victim_status_decider", "recruitment_channels", "relation_to_exploiter", "means"),
    *("risk_domains", "outcomes", "vulnerability_flags"),
}
GONE = {"data_classes", "governance_bodies", "acts"}


def test_what_was_asleep_is_awake_or_gone() -> None:
    known = set(reference.all_lists())
    assert (known & FOUND_ASLEEP, known & GONE) == (FOUND_ASLEEP, set())
    outside = (
        ast.parse(path.read_text(encoding="utf-8"))
        for path in SOURCES.rglob("*.py")
        if path.relative_to(SOURCES).parts[0] in {"cases", "register"}
        and "migrations" not in path.parts
    )
    assert asleep(FOUND_ASLEEP, outside) == set()


def test_the_words_we_choose_stand_on_the_page_with_help(client, world, as_member) -> None:
    reader = as_member(client, coordinator(world.shop))
    page = html.unescape(reader.get(reverse("staff:help")).content.decode())
    assert "Nog niet bewezen; dit woord staat alleen op schermen van professionals." in page
    assert [term.nl for term in reference.terms() if term.nl not in page] == []
