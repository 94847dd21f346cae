# SPDX-License-Identifier: MIT
"""Who made a file: signed by a partner, unchanged, and in its own name; or refused."""

import json

import pytest
from people import two_files

from blindkoppel.cli import main
from blindkoppel.reading.tables import write_rows
from blindkoppel.rounds.signing import (
    Maker,
    SignatureError,
    new_signer,
    read_partner,
    require_signed,
    sign,
)


@pytest.fixture
def partners(tmp_path):
    """Two organisations and a custodian who know each other; a stranger they do not know."""
    folder = tmp_path / "partners"
    folder.mkdir()
    for name, role in (("org-a", Maker.ORGANISATION), ("org-b", Maker.ORGANISATION)):
        new_signer(folder, name, role)
    new_signer(folder, "custodian", Maker.CUSTODIAN)
    new_signer(tmp_path, "stranger", Maker.ORGANISATION)
    return folder


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "request.blind"
    path.write_bytes(b"what travels")
    return path


def test_what_a_partner_signed_is_accepted(partners, file):
    sign(file, partners / "org-a.signing.key")
    require_signed(file, partners, Maker.ORGANISATION)
    require_signed(file, partners, Maker.ORGANISATION, "org-a")


def test_what_was_changed_is_refused(partners, file):
    sign(file, partners / "org-a.signing.key")
    file.write_bytes(b"what Travels")
    with pytest.raises(SignatureError, match="changed since org-a signed it"):
        require_signed(file, partners, Maker.ORGANISATION, "org-a")


@pytest.mark.parametrize(
    ("signer", "role", "name"),
    [
        ("org-b", Maker.ORGANISATION, "org-a"),
        ("custodian", Maker.ORGANISATION, None),
        ("org-a", Maker.CUSTODIAN, None),
    ],
)
def test_another_name_or_another_role_is_refused(partners, file, signer, role, name):
    sign(file, partners / f"{signer}.signing.key")
    with pytest.raises(SignatureError, match=f"is signed by {signer}, and should be by"):
        require_signed(file, partners, role, name)


def test_a_stranger_is_refused_also_under_a_partners_name(tmp_path, partners, file):
    stranger = tmp_path / "stranger.signing.key"
    sign(file, stranger)
    with pytest.raises(SignatureError, match="is signed by stranger"):
        require_signed(file, partners, Maker.ORGANISATION)
    stranger.write_text(json.dumps(json.loads(stranger.read_text()) | {"name": "org-a"}))
    sign(file, stranger)
    with pytest.raises(SignatureError, match="somebody else signed it"):
        require_signed(file, partners, Maker.ORGANISATION, "org-a")


def test_a_file_without_a_signature_or_with_nonsense_is_refused(partners, file):
    with pytest.raises(SignatureError, match=r"comes without request\.blind\.sig"):
        require_signed(file, partners, Maker.ORGANISATION)
    file.with_name("request.blind.sig").write_text("{}")
    with pytest.raises(SignatureError, match="not a signature"):
        require_signed(file, partners, Maker.ORGANISATION)


def test_keys_are_checked_and_their_secret_half_is_for_the_owner(tmp_path, partners, file):
    assert (partners / "org-a.signing.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(SignatureError, match="not a key that signs"):
        sign(file, partners / "org-a.pub")
    (tmp_path / "odd.pub").write_text(json.dumps({"name": "x", "role": "king", "public": "00"}))
    with pytest.raises(SignatureError, match="not the public half"):
        read_partner(tmp_path / "odd.pub")
    assert len(read_partner(partners / "org-a.pub").fingerprint.split()) == 8


def test_who_asks_in_anothers_name_spends_no_quota(tmp_path, partners, capsys):
    side, _ = two_files(5, 5)
    rows = [dict(zip(side, values, strict=True)) for values in zip(*side.values(), strict=True)]
    write_rows(tmp_path / "a.csv", rows, list(side))
    assert main(["keygen", str(tmp_path / "keys"), "--period", "2026-11"]) == 0

    def asked(key, out):
        words = [
            "encode",
            "blind",
            tmp_path / "a.csv",
            "--sender",
            "org-a",
            "--out",
            tmp_path / out,
        ]
        words += ["--parameters", tmp_path / "keys" / "parameters.json", "--id", "person"]
        words += ["--key", tmp_path / "keys" / "agents.key", "--sign", key]
        assert main(list(map(str, words))) == 0
        words = ["encode", "evaluate", tmp_path / out / "request.blind", "--partners", partners]
        words += ["--key", tmp_path / "keys" / "custodian.key", "--log", tmp_path / "log"]
        return main([*map(str, words), "--out", str(tmp_path / out / "answers.blind")])

    assert asked(partners / "org-b.signing.key", "forged") == 2
    assert "should be by org-a" in capsys.readouterr().err
    assert not (tmp_path / "log").exists()
    assert asked(partners / "org-a.signing.key", "own") == 0
    assert len((tmp_path / "log").read_text().splitlines()) == 1
