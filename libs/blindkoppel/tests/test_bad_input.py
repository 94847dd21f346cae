# SPDX-License-Identifier: MIT
"""Files a stranger might give: taken where they are clear, refused in words where not."""

import json

import duckdb
import pytest

from blindkoppel.cli import main
from blindkoppel.errors import TableWarning
from blindkoppel.reading.tables import read_columns

HEAD = "case,given,surname,dob\n"
JAN = "1,Jan,Bakker,1990-01-02\n"


@pytest.fixture
def keys(tmp_path, capsys):
    """A folder with the keys of a period."""
    assert main(["keygen", str(tmp_path / "keys"), "--period", "2026-11"]) == 0
    capsys.readouterr()
    return tmp_path / "keys"


def blind(keys, *more):
    file = keys.parent / "file.csv"
    agent = ["--parameters", str(keys / "parameters.json"), "--key", str(keys / "agents.key")]
    where = ["--sender", "org", "--out", str(keys.parent / "out")]
    return main(["encode", "blind", str(file), *agent, *where, *more])


REFUSED = [
    ("", "file.csv is empty: the first line must name the columns"),
    ("case,foo,bar\n1,Jan,Bakker\n", "no column is known to hold names"),
    ("case,given,given\n1,Jan,Bakker\n", "more than one column given"),
    (HEAD + "1,Jan,Bakker\n", "line 2: 3 fields where the first line names 4"),
    (HEAD + JAN + "2,Piet,Jansen, de,1991-01-01\n", "line 3: 5 fields"),
]


@pytest.mark.parametrize(("content", "words"), REFUSED)
def test_a_file_that_is_not_a_table_of_people_is_refused_in_words(keys, capsys, content, words):
    (keys.parent / "file.csv").write_text(content, "utf-8")
    assert blind(keys) == 2
    assert words in capsys.readouterr().err


def test_a_file_of_a_western_spreadsheet_is_read_and_that_is_told(keys, capsys):
    (keys.parent / "file.csv").write_bytes((HEAD + "1,José,Bakker,1990-01-02\n").encode("cp1252"))
    assert blind(keys) == 0
    assert "file.csv is not in UTF-8; it was read as Windows-1252" in capsys.readouterr().err
    with pytest.warns(TableWarning):
        assert read_columns(keys.parent / "file.csv")["given"] == ["José"]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"1,\x81\n"])
def test_what_is_no_text_is_refused_in_words(keys, capsys, content):
    (keys.parent / "file.csv").write_bytes(HEAD.encode() + content)
    assert blind(keys) == 2
    assert "give a CSV file in UTF-8 or a Parquet file" in capsys.readouterr().err


def test_parquet_under_another_name_is_read(tmp_path):
    path = tmp_path / "people.pq"
    duckdb.sql("SELECT 'Jan' AS given, NULL AS surname").write_parquet(str(path))
    assert read_columns(path) == {"given": ["Jan"], "surname": [""]}


def test_what_is_called_parquet_and_is_not_is_refused_in_words(tmp_path, capsys):
    (tmp_path / "file.parquet").write_text(HEAD + JAN)
    assert main(["match", str(tmp_path / "file.parquet")]) == 2
    assert "file.parquet cannot be read as a Parquet file" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(keys, capsys):
    assert blind(keys) == 2
    assert "file.csv does not exist" in capsys.readouterr().err


def test_columns_and_roles_that_do_not_exist_are_named(keys, capsys):
    (keys.parent / "file.csv").write_text(HEAD + JAN, "utf-8")
    assert blind(keys, "--id", "number") == 2
    assert "no column number; it has case, given, surname, dob" in capsys.readouterr().err
    assert blind(keys, "--fields", "names=given", "--fields", "brith=dob") == 2
    assert "no role is called brith; there are names, birth," in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_is_understood(tmp_path, separator, encoding):
    path = tmp_path / "file.csv"
    path.write_text((HEAD.replace(",", " ,") + JAN).replace(",", separator), encoding)
    assert read_columns(path) == {
        "case": ["1"], "given": ["Jan"], "surname": ["Bakker"], "dob": ["1990-01-02"],
    }  # fmt: skip


def test_a_file_without_people_takes_part(keys, capsys):
    (keys.parent / "file.csv").write_text(HEAD, "utf-8")
    assert blind(keys) == 0
    assert capsys.readouterr().out.startswith("0 records")


def test_a_second_file_without_names_is_refused_in_words(tmp_path, capsys):
    (tmp_path / "a.csv").write_text(HEAD + JAN, "utf-8")
    (tmp_path / "b.csv").write_text("case,dob\n1,1990-01-02\n", "utf-8")
    assert main(["match", str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]) == 2
    assert "no column is known to hold names" in capsys.readouterr().err


def test_parameters_of_another_version_are_refused_in_words(keys, capsys):
    (keys.parent / "file.csv").write_text(HEAD + JAN, "utf-8")
    stored = json.loads((keys / "parameters.json").read_text())
    (keys / "parameters.json").write_text(json.dumps({**stored, "format": 2, "new": 1}))
    assert blind(keys) == 2
    assert "has format 2, this version of blindkoppel reads 1" in capsys.readouterr().err


def test_what_the_system_refuses_is_said_in_its_own_words(tmp_path, capsys):
    (tmp_path / "keys").write_text("a file where a folder should be")
    assert main(["keygen", str(tmp_path / "keys"), "--period", "2026-11"]) == 2
    assert "File exists" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["attack", "--people", "3"],
        ["keygen", "keys", "--period", " "],
        ["round", "match", "r", "a", "b", "--parameters", "p", "--log", "l", "--pace", "-1"],
        ["evaluate", "pairs.csv", "--truth", "truth.csv", "--threshold", "7"],
    ],
)
def test_numbers_out_of_range_are_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert f"argument {arguments[-2]}: " in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--id", "--truth"])
def test_a_column_that_is_not_there_is_refused_before_matching(tmp_path, capsys, option):
    file = tmp_path / "file.csv"
    file.write_text(HEAD + JAN, "utf-8")
    assert main(["match", str(file), option, "dossier"]) == 2
    assert "file.csv has no column dossier; it has case, given" in capsys.readouterr().err
