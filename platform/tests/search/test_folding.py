# SPDX-License-Identifier: EUPL-1.2
"""One folding for all searches, the same in Python and in the database."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenzicht.accounts.models import User
from ketenzicht.core.folding import BETWEEN, CAPITALS, LETTERS, QUOTES, compact, fold, words_of
from ketenzicht.core.spoofing import seen

#: What people write, and what it is found as; every search folds like this.
SAME = [
    ("Zoë Müller", "zoe muller"),
    ("ZOË", "zoe"),
    ("Zoe\u0308", "zoe"),
    ("’s-Gravenhage", "s gravenhage"),
    ("'s-Gravenhage", "s gravenhage"),
    ("QY6X–22XR", "qy6x 22xr"),
    ("QY6X-22XR", "qy6x 22xr"),
    ("Şükrü Yılmaz", "sukru yilmaz"),
    ("Łukasz Dąbrowski", "lukasz dabrowski"),
    ("Søren Ærø", "soren aero"),
    ("Straße", "strasse"),
    ("ĳsselstein", "ijsselstein"),
    ("Иван ПЕТРОВ", "иван петров"),
    ("Ελένη", "ελενη"),
    ("  twee   spaties ", "twee spaties"),
    ("a/b_c.d", "a b c d"),
    ("", ""),
]
LETTERS_OF_NAMES = st.text(
    st.one_of(
        st.characters(min_codepoint=32, max_codepoint=0x24F),
        st.characters(min_codepoint=0x370, max_codepoint=0x58F),
        st.sampled_from([*QUOTES, *BETWEEN, *LETTERS, *CAPITALS, "\u0301", "م", "李", "ĳ"]),
    ),
    max_size=30,
)


@pytest.mark.parametrize(("written", "folded"), SAME)
def test_capitals_accents_dashes_quotes_and_spaces_make_no_difference(written, folded):
    assert fold(written) == folded
    assert fold(folded) == folded


@given(LETTERS_OF_NAMES)
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)
    assert words_of(text) == tuple(fold(text).split(" ")) or not fold(text)


@pytest.mark.parametrize(
    "written", ["QY6X-22XR", "qy6x22xr", "QY6X 22XR", "QY6X–22XR", " qy6x - 22xr "]
)
def test_of_a_code_only_letters_and_digits_count(written):
    assert compact(written) == "QY6X22XR"


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LETTERS_OF_NAMES)
def test_the_database_folds_as_python_does(text):
    user = User.objects.create(email="fold@oefenwereld.example", name=text)
    in_database = User.objects.values_list("name__folded", flat=True).get(pk=user.pk)
    user.delete()
    # A name is read with every hidden sign seen (`core.spoofing`), in the database as well.
    assert in_database == fold(seen(text))
