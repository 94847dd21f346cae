# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindkoppel.names import Script, prepare, romanisations, script_of

SAME_FINE_KEY = [
    ("Muhammad AL-SALTI", "Salti, Mohamed"),
    ("Ruth Becher", "Mag. Ruth Becher"),
    ("Lukasz Wojcik", "WÓJCIK, Łukasz"),
    ("Nguyen Thi Mai", "Nguyễn Thị Mai"),
    ("Maria van der Berg", "Berg, Maria van den"),
]
SAME_COARSE_KEY = [
    ("محمد", "Mohammed"),
    ("Khadija", "Hadiza"),
    ("Yevgeny", "Евгений"),
    ("Simeonova", "Симеонова"),
]


@pytest.mark.parametrize(("one", "other"), SAME_FINE_KEY)
def test_order_case_accents_particles_and_titles_do_not_change_the_phonetic_key(one, other):
    assert prepare(one).phonetic_key == prepare(other).phonetic_key


@pytest.mark.parametrize(("one", "other"), SAME_COARSE_KEY)
def test_spellings_from_other_scripts_meet_in_the_coarse_phonetic_key(one, other):
    assert prepare(one).coarse == prepare(other).coarse


def test_different_people_keep_different_phonetic_keys():
    assert prepare("Maria Simeonova").phonetic_key != prepare("Maria Petrova").phonetic_key


def test_a_name_of_only_particles_keeps_them():
    assert prepare("Van Den").folded == "den van"


def test_a_patronymic_gives_the_father():
    tokens = prepare("Oleg Vladimirovich Garin").tokens
    assert [token.father for token in tokens] == [None, "vladimir", None]


def test_a_pet_form_stands_for_the_full_name():
    assert prepare("Sasha").tokens[0].everyday == prepare("Aleksandr").tokens[0].everyday


def test_an_initial_is_known_as_one():
    assert [token.is_initial for token in prepare("H. Mey").tokens] == [True, False]


@pytest.mark.parametrize(
    ("name", "surname"),
    [("黃志明", "wong"), ("陈志明", "tan"), ("이만우", "lee"), ("박지원", "park")],
)
def test_a_surname_of_one_letter_is_read_the_ways_its_bearers_write_it(name, surname):
    token = prepare(name).tokens[0]
    assert surname in token.readings
    assert not token.is_initial


def test_cyrillic_is_read_the_way_three_registries_read_it():
    assert romanisations("Георгий") == ("georgiy", "georgii", "heorhyi")


def test_a_script_is_told_by_most_letters():
    assert script_of("Мария (Maria) Симеонова") == Script.CYRILLIC
    assert script_of("ዮሃንስ") == Script.ETHIOPIC
    assert script_of("···") == Script.OTHER


@given(st.text(max_size=60))
def test_preparing_any_text_gives_lower_case_ascii_tokens(text):
    for token in prepare(text).tokens:
        assert token.folded
        assert token.folded.isascii()
        assert token.folded == token.folded.lower()


@given(st.lists(st.text("abcdefghijklmnop", min_size=2, max_size=9), min_size=1, max_size=5))
def test_the_order_of_words_never_matters(words):
    assert prepare(" ".join(words)).folded == prepare(" ".join(reversed(words))).folded
