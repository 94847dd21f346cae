# SPDX-License-Identifier: EUPL-1.2
"""Names come in their own script, and organisations write them down with mistakes."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.world.events import RegisterEntered
from ketenzicht.world.names import OWN_SCRIPT, PASSPORT, check, names
from ketenzicht.world.profile import profile
from ketenzicht.world.recording import mistyped
from ketenzicht.world.transliterate import romanise, without_accents


@pytest.mark.parametrize(
    ("name", "scheme", "expected"),
    [
        ("Георгиева", "bg", "Georgieva"),
        ("Мария", "bg", "Maria"),
        ("Желязков", "bg", "Zhelyazkov"),
        ("Щербак", "uk", "Shcherbak"),
        ("Юлія", "uk", "Yuliia"),
        ("Гаврилюк", "uk", "Havryliuk"),
        ("Жанна", "ru_nl", "Zjanna"),
        ("Кузнецов", "ru_nl", "Koeznetsov"),
        ("Юрий", "ru", "Iurii"),
    ],
)
def test_cyrillic_names_are_romanised_as_the_scheme_says(name, scheme, expected):
    assert romanise(name, scheme) == expected


def test_accents_can_be_left_out():
    assert (
        without_accents("Nguyễn Łukasz Đặng Ștefania Yıldız")
        == "Nguyen Lukasz Dang Stefania Yildiz"
    )


def test_every_name_has_a_latin_spelling():
    check(names())


def test_every_nationality_has_names():
    assert {each.group for each in profile().nationalities} == set(names().groups)


def test_family_names_follow_the_sex_where_the_language_does():
    table = names()

    def family(group, *, woman):
        part = table.family[group, woman]
        return set(table.spellings[part.start : part.start + part.count, OWN_SCRIPT])

    assert ("Иванова" in family("bg", woman=True), "Иванов" in family("bg", woman=False)) == (
        True,
        True,
    )
    assert "Kowalska" in family("pl", woman=True)
    assert "Kowalska" not in family("pl", woman=False)
    assert family("nl", woman=True) == family("nl", woman=False)


def test_scripts_other_than_latin_are_kept():
    table = names()
    own = {
        group: table.spellings[table.given[group, True].start, OWN_SCRIPT]
        for group in ("bg", "uk", "ru", "ar", "zh", "ti")
    }
    assert [name for name in own.values() if name.isascii()] == []


@given(st.text(min_size=3, max_size=12), st.floats(0, 1, exclude_max=True))
def test_a_slip_of_the_finger_changes_a_name_by_at_most_one_letter_more_or_less(name, where):
    assert abs(len(mistyped(name, where)) - len(name)) <= 1


@pytest.fixture(scope="module")
def pairs(truth, events):
    """Each entry beside the true person it is about."""
    entries = {e.entry: e for e in events if isinstance(e, RegisterEntered)}
    found = []
    for block in truth:
        first = int(block.people.number[0])
        found += [
            (entries[link.observed], block.people, link.person - first)
            for link in block.links
            if link.kind == "entry"
        ]
    return found


def test_dates_of_birth_go_wrong_in_the_ways_they_do_in_life(pairs):
    kinds = Counter()
    for entry, people, row in pairs:
        true, written = date.fromordinal(int(people.born[row])), entry.person.birth
        if entry.outcome == "registered_minimal":
            kinds["year" if len(written) == 4 else "none"] += 1
        elif not written:
            kinds["missing"] += 1
        elif written == true.isoformat():
            kinds["right"] += 1
        elif written[5:] == "01-01":
            kinds["first_january"] += 1
        elif written[:4] == str(true.year):
            kinds["day_month"] += 1
        else:
            kinds["year_near"] += 1
    assert min(kinds.values()) > 5
    assert kinds["right"] > 0.8 * (len(pairs) - kinds["year"] - kinds["none"])


def test_names_go_wrong_in_the_ways_they_do_in_life(pairs):
    table, kinds = names(), Counter()
    for entry, people, row in pairs:
        given, family = entry.person.given, entry.person.family
        passport = table.spellings[people.given[row], PASSPORT]
        family_spellings = set(table.spellings[people.family[row]])
        own_script = table.spellings[people.given[row], OWN_SCRIPT]
        if entry.outcome == "registered_minimal":
            kinds["nameless"] += (given, family) == ("", "")
        elif given == passport:
            kinds["passport"] += 1
        elif given == own_script:
            kinds["own_script"] += 1
        elif given in family_spellings:
            kinds["swapped"] += 1
        elif given == table.short[people.given[row]]:
            kinds["short_form"] += 1
        elif given in set(table.spellings[people.given[row]]):
            kinds["other_spelling"] += 1
        kinds["no_family"] += family == "" and given != ""
    named = len(pairs) - kinds["nameless"]
    usual = {
        "passport": 0.5,
        "other_spelling": 0.08,
        "swapped": 0.03,
        "short_form": 0.005,
        "no_family": 0.01,
        "own_script": 0.001,
    }
    assert {kind: kinds[kind] > share * named for kind, share in usual.items()} == dict.fromkeys(
        usual, True
    )
    assert kinds["nameless"] > 0.04 * len(pairs)


def test_services_with_a_duty_register_by_duty_and_with_a_name(pairs):
    outcomes = {(e.list, e.outcome) for e, _, _ in pairs}
    by_duty = {maker for maker, outcome in outcomes if outcome == "by_duty"}
    assert by_duty == {"police", "kmar", "nla"}
    assert {maker for maker, outcome in outcomes if outcome != "by_duty"}.isdisjoint(by_duty)
