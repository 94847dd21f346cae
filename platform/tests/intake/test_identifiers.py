# SPDX-License-Identifier: EUPL-1.2
"""Equal things written differently compare equal; different things do not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ketenzicht.intake.identifiers import account, keys_of, phone, place
from ketenzicht.intake.states import KeyKind


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("place", "Stationsweg 12", "hotel De Zon, stationsweg 12, kamer 4"),
        ("place", "Stationsweg 12 A", "STATIONSWEG 12a"),
        ("place", "Lange Voorhout 3", "lange  voorhout 3."),
        ("place", "Stationsweg nr. 12", "Stationsweg 12"),
        ("place", "Stationsweg nummer 12", "stationsweg 12"),
        ("place", "Stationsweg no 12", "Stationsweg 12, achterom"),
        ("place", "12, Stationsweg", "Stationsweg 12"),
        ("place", "12a, Stationsweg", "Stationsweg 12 A"),
        ("place", "Stationsweg 12-a", "Stationsweg 12a"),
        ("place", "Stationsweg huisnummer 12", "Stationsweg 12"),
        ("place", "Stationsstr. 12", "Stationsstraat 12"),
        ("place", "Burg. v.d. Bergstraat 4", "burg van der bergstraat 4"),
        ("place", "Prins Bernhardln 7", "Prins Bernhardlaan 7"),
        ("place", "Stationsweg 12 2312 AV", "Stationsweg 12, 2312AV Leiden"),
        ("place", "’t Zand 3", "'t Zand 3"),
        ("vehicle", "12-ABC-3", "12 abc 3"),
        ("vehicle", "12–ABC–3", "12ABC3"),
        ("phone", "06-12345678", "+31 (0)6 1234 5678"),
        ("phone", "0031612345678", "06 12 34 56 78"),
        ("phone", "+32 612345678", "0032 612345678"),
        ("account", "https://www.voorbeeld.example/ad/77?van=x", "voorbeeld.example/ad/77/"),
        ("account", "@Zonnetje", "zonnetje"),
        ("account", "https://www.instagram.com/Zonnetje/?igsh=MzRlODBiNWFlZA==", "@zonnetje"),
        ("account", "instagram.com/zonnetje", "zonnetje"),
        ("account", "https://m.facebook.com/zonnetje.72", "https://www.facebook.com/zonnetje.72"),
        ("account", "https://www.tiktok.com/@zonnetje", "@zonnetje"),
        ("account", "https://t.me/zonnetje", "@Zonnetje"),
        ("account", "https://www.snapchat.com/add/zonnetje", "zonnetje"),
        ("account", "Instagram: @zonnetje", "instagram.com/zonnetje"),
        (
            "account",
            "voorbeeld.example/ad?id=77&utm_source=app",
            "https://voorbeeld.example/ad?id=77",
        ),
        ("account", "voorbeeld.example/ad?b=2&a=1", "voorbeeld.example/ad?a=1&b=2"),
        ("account", "voorbeeld.example/ad/77?fbclid=IwAR12", "voorbeeld.example/ad/77"),
        ("account", "voorbeeld.example/ad/77\n#foto", "voorbeeld.example/ad/77"),
        ("company", "Kas & Co B.V.", "kas co bv"),
        ("company", "Café Zuid", "CAFE ZUID"),
        ("company", "Jansen’s Bouw B.V.", "Jansens Bouw BV"),
        ("company", "Schoonmaak Zuid v.o.f.", "schoonmaak-zuid"),
    ],
)
def test_the_same_thing_written_differently_compares_equal(kind, one, other):
    assert keys_of({kind: one}, "leiden") & keys_of({kind: other}, "leiden")


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("place", "Stationsweg 12", "Stationsweg 13"),
        ("place", "Stationsweg 12", "Stationsweg 12a"),
        ("place", "Stationsweg 12", "Stationsweg 112"),
        ("place", "1e Stationsweg 12", "Stationsweg 12"),
        ("place", "Stationsstraat 12", "Stationsweg 12"),
        ("place", "Laan 12", "Lange Laan 12"),
        ("vehicle", "12-ABC-3", "12-ABC-4"),
        ("account", "voorbeeld.example/ad?id=77", "voorbeeld.example/ad?id=78"),
        ("account", "voorbeeld.example/profiel?naam=zon", "voorbeeld.example/profiel?naam=maan"),
        ("account", "voorbeeld.example/ad?id=77", "voorbeeld.example/ad"),
        ("account", "instagram.com/zonnetje", "instagram.com/maantje"),
        ("account", "instagram.com/p/Cx12ab", "instagram.com/p/Cx12ac"),
        ("account", "voorbeeld.example/zonnetje", "@zonnetje"),
        ("account", "@zonnetje1", "@zonnetje2"),
        ("company", "Jansen Bouw", "Jansen Schilders"),
        ("phone", "+32 612345678", "0612345678"),
    ],
)
def test_different_things_do_not_compare_equal(kind, one, other):
    assert not keys_of({kind: one}, "leiden") & keys_of({kind: other}, "leiden")


def test_the_same_street_in_another_municipality_is_another_place():
    here, there = (keys_of({"place": "Dorpsstraat 1"}, town) for town in ("leiden", "ede"))
    assert here.isdisjoint(there)


def test_what_is_too_short_to_tell_apart_is_not_compared():
    assert keys_of({"vehicle": "ab", "phone": "112"}, "leiden") == frozenset()


#: Text made of what the writing looks at goes wrong sooner than text made of anything.
TELLING = st.text(alphabet="0+31 /@:#?w.a\x85\n", max_size=30)


@given(st.text(max_size=60) | TELLING)
@example("0000")
@example("0031 0031 6")
@example("0\x85#")
def test_writing_a_thing_one_way_twice_changes_nothing(text):
    assert account(account(text)) == account(text)
    assert phone(phone(text)) == phone(text)


@given(st.text(max_size=60), st.sampled_from(list(KeyKind)))
def test_any_text_can_be_compared(text, kind):
    assert all(key is kind for key, _ in keys_of({kind: text}, "leiden"))
    assert all(each.startswith("leiden|") for each in place(text, "leiden"))
