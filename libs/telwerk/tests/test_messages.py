# SPDX-License-Identifier: MIT
"""Every message stands in both languages, with the same places to fill."""

from importlib import import_module
from string import Formatter

import pytest

from telwerk.localised import LocalisedError, LocalisedText
from telwerk.mse.messages import InvalidHistories, InvalidModel
from telwerk.sdc import InconsistentError, UndecidedError, UnprotectedError

MODULES = ("telwerk.mse.messages", "telwerk.mse.results.assumptions", "telwerk.sdc.messages")
TEXTS = {
    f"{module}.{name}": text
    for module in MODULES
    for name, text in vars(import_module(module)).items()
    if isinstance(text, LocalisedText)
}


def places(text: str) -> list[str]:
    """Give the names in braces, each as often as it stands there."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_message_has_both_languages_and_the_same_places_in_each(name: str) -> None:
    text = TEXTS[name]
    assert text.nl.strip()
    assert text.en.strip()
    assert places(text.nl) == places(text.en)


@pytest.mark.parametrize(
    "kind",
    [InvalidHistories, InvalidModel, UnprotectedError, UndecidedError, InconsistentError],
)
def test_a_refusal_is_an_error_of_the_value_and_speaks_both_languages(
    kind: type[LocalisedError],
) -> None:
    text = LocalisedText(nl="Dat kan niet.", en="That cannot be.")
    with pytest.raises(ValueError, match=r"That cannot be\.") as refused:
        raise kind(text)
    assert isinstance(refused.value, LocalisedError)
    assert refused.value.text.say("nl") == "Dat kan niet."
