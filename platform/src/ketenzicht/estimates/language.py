# SPDX-License-Identifier: EUPL-1.2
"""The sentences of telwerk in the language of the reader."""

from __future__ import annotations

from django.utils.translation import get_language

from telwerk.localised import Language, LocalisedText


def language() -> Language:
    """Return which of telwerk's two languages the reader has."""
    return "nl" if (get_language() or "nl").startswith("nl") else "en"


def said(words: LocalisedText) -> str:
    """Return one of telwerk's texts in the reader's language."""
    return words.say(language())
