# SPDX-License-Identifier: EUPL-1.2
"""Choices from the code lists, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import get_language

from ketenzicht import reference
from ketenzicht.intake.identifiers import plain
from ketenzicht.reference import Municipality

Choices = list[tuple[str, str]]
#: Names people use that the list does not.
ALSO = {"den_haag": ("'s-Gravenhage",), "s_hertogenbosch": ("Den Bosch",)}


def language() -> str:
    """The language of this page."""
    return get_language() or "nl"


def label(list_name: str, code: str) -> str:
    """The label of a code, empty for no code."""
    return reference.code(list_name, code).label(language()) if code else ""


def of_list(list_name: str, *only: str) -> Callable[[], Choices]:
    """Choices of a code list, evaluated when the form is shown."""

    def choices() -> Choices:
        wanted: Iterable[str] = only or [each.code for each in reference.codes(list_name)]
        return [(code, label(list_name, code)) for code in wanted]

    return choices


def municipality_name(code: str) -> str:
    """The name of a municipality, empty for no code."""
    return next((each.nl for each in reference.municipalities() if each.code == code), "")


def municipality_names() -> list[str]:
    """All names, for the suggestions beside the field."""
    return [each.nl for each in reference.municipalities()]


def municipality_code(name: str) -> str | None:
    """The code for a name as typed, None when there is no such municipality."""
    wanted = plain(name).strip()
    named = {plain(name): each.code for each in reference.municipalities() for name in _names(each)}
    return named.get(wanted)


def _names(each: Municipality) -> tuple[str, ...]:
    return (each.nl, each.en, *ALSO.get(each.code, ()))


def municipalities_like(name: str) -> list[str]:
    """Names that resemble what was typed, at most five."""
    wanted = plain(name).strip()
    if not wanted:
        return []
    names = municipality_names()
    found = [each for each in names if wanted in plain(each)]
    return (found or [each for each in names if plain(each)[:3] == wanted[:3]])[:5]
