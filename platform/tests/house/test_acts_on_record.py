# SPDX-License-Identifier: EUPL-1.2
"""Every act that stands in the log has words in both languages; a code is no word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.translation import override

import ketenzicht
from ketenzicht.core.declaration import acts_in_words, declared
from ketenzicht.intake.services.referral import ENDED
from ketenzicht.intake.states import StepKind

_WRITTEN = re.compile(r'(?:action=|trace\([a-z]+, )"([a-z]+:[a-z-]+)"')


def acts() -> set[str]:
    """Every permission, and every act that is written to the audit by a name of its own."""
    permitted = {str(one) for app in declared().values() for one in app.permissions or ()}
    sources = Path(ketenzicht.__file__).parent.rglob("*.py")
    written = {act for path in sources for act in _WRITTEN.findall(path.read_text("utf-8"))}
    given_back = {*ENDED.values(), StepKind.REFERRAL_REFUSED}
    return permitted | written | {f"report:{kind.replace('_', '-')}" for kind in given_back}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_act_on_record_has_words(language):
    with override(language):
        said = {act: str(acts_in_words().get(act, act)) for act in acts()}
    assert {act for act, words in said.items() if words == act or ":" in words} == set()


def test_no_words_are_for_an_act_that_is_not_there():
    assert set(acts_in_words()) - acts() == set()


def test_the_two_languages_differ():
    told = {}
    for language in ("nl", "en"):
        with override(language):
            told[language] = {act: str(words) for act, words in acts_in_words().items()}
    assert [act for act in told["nl"] if told["nl"][act] == told["en"][act]] == []
