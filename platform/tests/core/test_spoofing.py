# SPDX-License-Identifier: EUPL-1.2
"""A name shows what it is: nothing in it turns, hides or passes for another letter unseen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.accounts.models import Member, Organisation, User
from ketenzicht.core.spoofing import MARK, UNSEEN, is_suspect, seen, shown_name
from tests.factories.accounts import World, make_member

HONEST = (
    *("Noor de Vries", "'s-Gravenhage", "Zoë Müller-Çelik", "Ĳsbrand", "d’Hondt", "José Ångström"),
    *("Олена Шевченко", "محمد", "ሰላም", "Ελένη", "山田太郎", "さくら", "नमस्ते", "می\u200cخواهم"),
    *("Opvang 24/7 (Den Haag)", "A", ""),
)
HIDING = (
    *("Noor\u202edrazeB", "\u2066Noor", "No\u200bor", "Noor\ufeff", "No\u00ador", "Noor\u200f"),
    *("Noor\u2028Vries", "Noor\x00", "Noor\u200d"),
)
MIMICS = ("N\u043e\u043er", "\u0441\u0430\u0440\u0430", "P\u03bflitie", "\u0420olitie", "ＰolitiE")


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_name_in_any_script_stays_as_it_is(name: str) -> None:
    assert shown_name(name) == name


@pytest.mark.parametrize("name", HIDING)
def test_a_sign_that_turns_or_hides_is_seen(name: str) -> None:
    assert UNSEEN in seen(name)
    assert shown_name(name).endswith(MARK)


@pytest.mark.parametrize("name", MIMICS)
def test_a_letter_that_looks_like_another_marks_the_name(name: str) -> None:
    assert shown_name(name) == f"{name} {MARK}"


@given(st.text())
def test_nothing_that_is_shown_turns_the_text_after_it(text: str) -> None:
    left = set(seen(text)) - {"\u200c", "\u200d"}
    assert not [one for one in left if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"}]
    assert len(seen(text)) == len(text)
    assert seen(seen(text)) == seen(text)
    assert is_suspect(text) == shown_name(text).endswith(MARK) or text.endswith(MARK)


def test_a_name_that_was_stored_turns_nothing_wherever_it_is_read(world: World) -> None:
    member = make_member(world.shop.organisation, "volunteer", name="Noor")
    User.objects.filter(pk=member.user_id).update(name="Noor\u202edrazeB")
    Organisation.objects.filter(pk=world.shop.organisation.pk).update(name="SHOP\u202e")
    found = Member.objects.select_related("user", "organisation").get(pk=member.pk)
    assert found.user.name == f"Noor{UNSEEN}drazeB"
    assert found.organisation.name == f"SHOP{UNSEEN}"
    assert list(User.objects.filter(pk=member.user_id).values_list("name", flat=True)) == [
        f"Noor{UNSEEN}drazeB"
    ]
