# SPDX-License-Identifier: EUPL-1.2
import os
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.core import crypto
from ketenzicht.core.crypto import Key, KeyMisplaced, KeyMissing, Tampered, codes, keys

digits = st.text("0123456789", min_size=19, max_size=19)


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.KETENZICHT_KEYS = tmp_path / "keys"
    keys.create_missing()
    return settings.KETENZICHT_KEYS


@given(st.binary(), st.lists(st.text() | st.integers() | st.binary(), max_size=4))
def test_what_is_sealed_opens_in_its_place(text, place):
    key = crypto.new_key()
    assert crypto.open_sealed(key, crypto.seal(key, text, place=(*place,)), place=(*place,)) == text


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_two_places_never_look_the_same(one, other):
    key = crypto.new_key()
    sealed = crypto.seal(key, b"x", place=one)
    if one == other:
        assert crypto.open_sealed(key, sealed, place=other) == b"x"
    else:
        with pytest.raises(Tampered):
            crypto.open_sealed(key, sealed, place=other)


@given(st.binary(max_size=60))
def test_rubbish_never_opens(rubbish):
    pair = crypto.new_pair()
    for opening in (
        lambda: crypto.open_sealed(crypto.new_key(), rubbish, place=()),
        lambda: crypto.open_with_private(pair.private, rubbish, place=()),
    ):
        with pytest.raises(Tampered):
            opening()


@given(st.binary())
def test_only_the_private_half_opens_and_only_in_its_place(text):
    pair, other = crypto.new_pair(), crypto.new_pair()
    sealed = crypto.seal_to_public(pair.public, text, place=("a", "b"), version=3)
    assert crypto.version_of(sealed) == 3
    assert crypto.open_with_private(pair.private, sealed, place=("a", "b")) == text
    for private, place in ((other.private, ("a", "b")), (pair.private, ("ab",))):
        with pytest.raises(Tampered):
            crypto.open_with_private(private, sealed, place=place)


@given(digits, st.integers(0, 18), st.integers(0, 9))
def test_every_wrong_digit_is_caught(random_part, position, digit):
    code = random_part + str(codes._damm(random_part))
    wrong = code[:position] + str(digit) + code[position + 1 :]
    assert crypto.is_well_formed(code)
    assert crypto.is_well_formed(wrong) == (wrong == code)


@given(digits, st.integers(0, 18))
def test_every_swap_of_neighbours_is_caught(random_part, position):
    code = random_part + str(codes._damm(random_part))
    one, two = code[position : position + 2]
    swapped = code[:position] + two + one + code[position + 2 :]
    assert crypto.is_well_formed(swapped) == (swapped == code)


def test_a_new_code_is_twenty_digits_in_five_groups():
    code = crypto.new_code()
    assert crypto.is_well_formed(code)
    assert [len(group) for group in crypto.grouped(code).split()] == [4, 4, 4, 4, 4]
    assert crypto.normalised(crypto.grouped(code)) == code


@pytest.mark.parametrize("code", ["", "1", "a" * 20, "१" * 20, "²" * 20, "1" * 21])
def test_what_is_no_code_is_not_well_formed(code):
    assert not crypto.is_well_formed(code)


def test_a_guess_at_a_code_costs_three_passes_over_64_mib(code_costs, monkeypatch):
    salt = os.urandom(16)
    secret = keys.newest(Key.RECEIPT)
    slow = Argon2id(
        salt=salt, length=32, iterations=3, lanes=1, memory_cost=64 * 1024, secret=secret
    )
    quick = codes.wrapping_key("1234 5678", salt)
    monkeypatch.setattr(codes, "COST", code_costs)
    assert codes.wrapping_key("1234 5678", salt) == slow.derive(b"12345678") != quick


def test_key_files_are_for_their_owner_only(own_keys):
    assert {path.name for path in own_keys.iterdir()} == {key.value for key in Key}
    assert {path.stat().st_mode & 0o777 for path in own_keys.iterdir()} == {0o600}
    assert keys.create_missing() == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_can_read_is_refused(own_keys, mode):
    (own_keys / Key.ROOT.value).chmod(mode)
    with pytest.raises(KeyMisplaced, match="must be 0600"):
        keys.ring(Key.ROOT)


def test_a_process_opens_only_the_keys_it_may(own_keys, settings):
    settings.KETENZICHT_KEYS_ALLOWED = keys.PUBLIC_KEYS
    opened = []
    for key in Key:
        try:
            keys.ring(key)
        except KeyMisplaced:
            continue
        opened.append(key)
    assert set(opened) == keys.PUBLIC_KEYS
    assert Key.ROOT not in opened


@pytest.mark.parametrize("content", ["", "x\n", "1 short\n", f"one {'A' * 44}\n"])
def test_a_damaged_key_file_is_refused(own_keys, content):
    path = own_keys / Key.SEARCH.value
    path.write_text(content)
    os.utime(path, (1, 1))
    with pytest.raises(KeyMissing):
        keys.ring(Key.SEARCH)


def test_a_missing_key_says_what_to_do(own_keys):
    (own_keys / Key.SEARCH.value).unlink()
    with pytest.raises(KeyMissing, match="ketenzicht keys init"):
        keys.ring(Key.SEARCH)


def test_a_form_opens_for_its_purpose_within_its_time(now):
    hour = timedelta(hours=1)
    token = crypto.seal_form(b"answers", purpose="report", now=now)
    assert crypto.open_form(token, purpose="report", now=now, within=hour) == b"answers"
    for purpose, later in (("other", timedelta(0)), ("report", hour * 2), ("report", -hour)):
        with pytest.raises(Tampered):
            crypto.open_form(token, purpose=purpose, now=now + later, within=hour)
    for broken in ("", "é", token[:-4], "B" + token[1:]):
        with pytest.raises(Tampered):
            crypto.open_form(broken, purpose="report", now=now, within=hour)


def test_a_small_secret_opens_for_its_purpose():
    token = crypto.seal_text("JBSWY3DP", purpose="mfa")
    assert crypto.open_text(token, purpose="mfa") == "JBSWY3DP"
    with pytest.raises(Tampered):
        crypto.open_text(token, purpose="other")


def test_a_signature_holds_for_one_message_and_one_key():
    signature = crypto.sign(Key.CHECKPOINTS, b"head")
    public = crypto.public_key(Key.CHECKPOINTS)
    assert crypto.verify(public, b"head", signature)
    assert not crypto.verify(public, b"tail", signature)
    assert not crypto.verify(bytes(32), b"head", signature)


def test_search_tokens_of_two_organisations_have_nothing_in_common(world):
    shop, police = world.shop.organisation.pk, world.police.organisation.pk
    token = crypto.search_token(shop, "phone", "0612345678")
    assert token == crypto.search_token(shop, "phone", "0612345678")
    others = {
        crypto.search_token(police, "phone", "0612345678"),
        crypto.search_token(shop, "place", "0612345678"),
        crypto.search_token(shop, "phone", "0612345679"),
    }
    assert token not in others
    assert len(others) == 3


def test_only_this_package_imports_the_library():
    from pathlib import Path

    import ketenzicht

    root = Path(ketenzicht.__file__).parent
    users = {
        path.relative_to(root).parts[:2]
        for path in root.rglob("*.py")
        if "cryptography" in path.read_text("utf-8").replace("import_module", "")
        and any(
            line.startswith(("from cryptography", "import cryptography"))
            for line in path.read_text("utf-8").splitlines()
        )
    }
    assert users == {("core", "crypto")}
