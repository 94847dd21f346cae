# SPDX-License-Identifier: EUPL-1.2
"""Code lists as labels and choices, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language

from ketenzicht import reference
from ketenzicht.core.clock import today
from ketenzicht.core.errors import Sentence
from ketenzicht.offers.states import ALTERNATIVE_LABELS, Alternative

Choices = Callable[[], list[tuple[str, Sentence]]]


def language() -> str:
    """The language of this request."""
    return get_language() or "nl"


def from_list(name: str, *, empty: Sentence | None = None) -> Choices:
    """Choices from a code list, read when the form is shown."""

    def read() -> list[tuple[str, Sentence]]:
        found: list[tuple[str, Sentence]] = [
            (code.code, code.label(language())) for code in reference.codes(name, by=today())
        ]
        return found if empty is None else [("", empty), *found]

    return read


def main_forms() -> list[tuple[str, Sentence]]:
    """The main forms of exploitation; the finer ones can be chosen once more is known."""
    roots = (
        code for code in reference.codes("exploitation_forms", by=today()) if code.parent is None
    )
    return [(code.code, code.label(language())) for code in roots]


def regions() -> list[tuple[str, Sentence]]:
    """The care regions."""
    return [(region.code, region.label(language())) for region in reference.regions(today())]


def label(codes: str, code: str) -> str:
    """The label of a code, in the reader's language."""
    return reference.code(codes, code, by=today()).label(language())


def refusal_words(reason: str, alternative: str) -> dict[str, Sentence]:
    """Why somebody said no and what they propose instead; nothing when they did not."""
    if not reason:
        return {}
    return {
        "reason": label("transfer_refusals", reason),
        "alternative": ALTERNATIVE_LABELS[Alternative(alternative)],
    }
