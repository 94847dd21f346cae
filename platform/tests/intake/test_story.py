# SPDX-License-Identifier: EUPL-1.2
"""What was told stands in one list: submission, sealed row and page cannot differ."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.intake.models import Report, ReporterIdentity
from ketenzicht.intake.outline import Outline
from ketenzicht.intake.reporter import NAMES
from ketenzicht.intake.states import KeyKind, Wish
from ketenzicht.intake.story import COLUMNS, Story, seal_story, story_of
from ketenzicht.vault.fields import SealedField

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


class Drawer:
    """Keeps what is written, as an open envelope does."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def write(self, row: object, name: str, text: str) -> None:
        self.kept[name] = text

    def read(self, row: object, name: str) -> str:
        return self.kept.get(name, "")


def sealed(model: type) -> set[str]:
    return {field.name for field in model._meta.get_fields() if isinstance(field, SealedField)}


def test_every_sealed_column_of_a_report_is_told_but_the_reason_of_its_urgency():
    told = {field.name for field in fields(Story)} - {field.name for field in fields(Outline)}
    assert told == set(COLUMNS) == sealed(Report) - {"reason"}


def test_every_sealed_column_of_a_reporter_is_told():
    assert set(NAMES) == sealed(ReporterIdentity)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    words=TEXTS,
    whereabouts=TEXTS,
    signs=st.lists(TEXTS, max_size=4).map(tuple),
    identifiers=st.dictionaries(st.sampled_from([str(kind) for kind in KeyKind]), TEXTS),
)
def test_what_was_told_comes_back_as_it_was_told(words, whereabouts, signs, identifiers):
    told = Story(
        wish=Wish.REPORT,
        reporter_type="citizen",
        words=words,
        whereabouts=whereabouts,
        signs=signs,
        identifiers=tuple(identifiers.items()),
    )
    row, drawer = Report(), Drawer()
    seal_story(row, told, drawer)
    assert story_of(row, drawer) == {name: getattr(told, name) for name in COLUMNS}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_column_nothing_was_written_in_reads_as_nothing_told(name):
    assert not story_of(Report(), Drawer())[name]
