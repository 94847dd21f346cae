# SPDX-License-Identifier: MIT
"""Files as other organisations make them: the same people under other headings."""

import json

import pytest
from people import two_files

from blindkoppel.cli import main
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.reading.columns import aligned_columns, holdings
from blindkoppel.reading.dates import date_parts
from blindkoppel.reading.records import guess_schema, read_records
from blindkoppel.reading.tables import write_columns

DUTCH = {
    "given": "Voornaam",
    "surname": "Achternaam",
    "dob": "Geboortedatum",
    "nat": "Nationaliteit",
    "mun": "Woonplaats",
    "sex": "Geslacht",
    "tel": "Telefoon",
}


def one_name(columns):
    whole = map(" ".join, zip(columns["given"], columns["surname"], strict=True))
    rest = {name: values for name, values in columns.items() if name not in ("given", "surname")}
    return {**rest, "full name": list(whole)}


def date_in_parts(columns):
    parts = zip(*(date.split("-") for date in columns["dob"]), strict=True)
    rest = {name: values for name, values in columns.items() if name != "dob"}
    return {
        **rest,
        **dict(zip(("geboortejaar", "geboortemaand", "geboortedag"), parts, strict=True)),
    }


def american(columns):
    dates = [f"{date[5:7]}/{date[8:]}/{date[:4]}" for date in columns["dob"]]
    return {**columns, "dob": dates}


WRITTEN = {
    "in Dutch": lambda columns: {DUTCH.get(name, name): column for name, column in columns.items()},
    "with one name": one_name,
    "with a date in parts": date_in_parts,
    "with American dates": american,
    "without telephone and place": lambda columns: {
        name: column for name, column in columns.items() if name not in ("tel", "mun")
    },
    "in another order": lambda columns: dict(reversed(columns.items())),
}


def report_of(tmp_path, capsys, left, right, *more):
    for name, columns in (("a", left), ("b", right)):
        write_columns(tmp_path / f"{name}.csv", columns)
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    assert main(["match", *files, "--truth", "person", "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("more", [[], ["--blind"]], ids=["clear", "blind"])
@pytest.mark.parametrize("written", WRITTEN)
def test_who_writes_the_same_people_down_differently_finds_the_same_pairs(
    tmp_path, capsys, monkeypatch, written, more
):
    # Which bits of an encoding are noise hangs on the key: another key may cost a pair.
    monkeypatch.setattr("blindkoppel.rounds.protocol.secrets.token_bytes", lambda size: b"k" * size)
    left, right = two_files(shared=60, alone=60)
    report = report_of(tmp_path, capsys, left, WRITTEN[written](right), *more)
    assert (report["f1"], report["true_pairs"]) == (1.0, 60)


def test_the_report_tells_what_was_compared_as_what(tmp_path, capsys):
    left, right = two_files(shared=30, alone=30)
    report = report_of(
        tmp_path,
        capsys,
        left,
        {name: right[name] for name in ("person", "given", "surname", "dob")},
    )
    assert report["fields"] == {"names": ["name"], "birth": ["birth date"]}
    assert report["f1_interval"]["low"] <= report["f1"] <= report["f1_interval"]["high"]


@pytest.mark.parametrize("rows", [(0, 0), (0, 3), (1, 1)])
def test_files_of_hardly_anybody_are_matched(tmp_path, capsys, rows):
    left, right = two_files(shared=0, alone=3)
    few = [
        {n: c[:many] for n, c in side.items()}
        for side, many in zip((left, right), rows, strict=True)
    ]
    report = report_of(tmp_path, capsys, *few)
    assert (report["true_pairs"], report["best_threshold"]) == (0, None)


def test_parts_of_a_name_go_before_the_whole_and_the_whole_date_before_its_parts():
    held = holdings(
        ["Full Name", "firstName", "last_name", "dob", "birth_year", "birth_month", "birth_day"]
    )
    assert held == {"given": ["firstName"], "family": ["last_name"], "birth date": ["dob"]}


def test_what_only_one_file_tells_is_left_out():
    left, right = aligned_columns({"name": ["Jan"], "sex": ["m"]}, {"naam": ["Jan"], "tel": ["06"]})
    assert (left, right) == ({"name": ["Jan"]}, {"name": ["Jan"]})


def test_words_for_nothing_are_no_values():
    columns = {"name": ["Jan Bakker", "NULL"], "tel": ["NA", "NA"], "nat": ["NA", ""]}
    records = read_records(columns, guess_schema(list(columns)), Vocabulary())
    assert (records.words[1] < 0).all()
    assert not records.identifiers.any()
    assert records.nationality[0]  # Namibia: an empty cell says what is empty


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1987-3-9", (1987, 3, 9)),
        ("19870319", (1987, 3, 19)),
        ("19031987", (1987, 3, 19)),
        ("19870319.0", (1987, 3, 19)),
        (" 1987-03-19 00:00:00", (1987, 3, 19)),
        ("19 maart 1987", (1987, 3, 19)),
        ("March 19, 1987", (1987, 3, 19)),
        ("3/19/1987", (1987, 3, 19)),
        ("00-00-1987", (1987, 0, 0)),
        ("onbekend", (0, 0, 0)),
        ("1987.0", (1987, 0, 0)),
    ],
)
def test_dates_are_read_as_people_and_spreadsheets_write_them(written, parts):
    assert date_parts(written) == parts


PAIRS = [("Мария Симеонова", "SIMEONOVA Mariya"), ("Мария Симеонова", "Petrova Mariya")]


def scored(tmp_path, capsys, heads, labels, *more):
    one, other = zip(*PAIRS, strict=True)
    columns = dict(zip(heads, (one, other, labels), strict=True))
    write_columns(tmp_path / "pairs.csv", columns)
    assert main(["names", "score", str(tmp_path / "pairs.csv"), "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("labels", [("1", "0"), ("TRUE", "false"), ("ja", "nee"), ("1.0", "")])
@pytest.mark.parametrize("heads", [("name1", "name2", "label"), ("Name_A", "Name_B", "is match")])
def test_pairs_of_names_are_judged_whatever_their_columns_and_labels_are_called(
    tmp_path, capsys, heads, labels
):
    report = scored(tmp_path, capsys, heads, labels)
    assert (report["f1"], report["true_pairs"]) == (1.0, 1)
    assert report["labelled"] == sum(label != "" for label in labels)


def test_columns_nobody_could_guess_can_be_named(tmp_path, capsys):
    report = scored(
        tmp_path, capsys, ("x", "y", "z"), ("1", "0"), "--columns", "x,y", "--label", "z"
    )
    assert report["columns"] == {"names": ["x", "y"], "label": "z"}


def test_a_label_that_says_neither_is_refused_in_words(tmp_path, capsys):
    write_columns(
        tmp_path / "pairs.csv", {"name1": ["Jan"], "name2": ["Jan"], "label": ["perhaps"]}
    )
    assert main(["names", "score", str(tmp_path / "pairs.csv")]) == 2
    assert "a label is 1 or 0, true or false" in capsys.readouterr().err


def test_pairs_without_known_columns_are_refused_in_words(tmp_path, capsys):
    write_columns(tmp_path / "pairs.csv", {"name1": ["Jan"], "other": ["Jan"]})
    assert main(["names", "score", str(tmp_path / "pairs.csv")]) == 2
    assert "has no column name2; it has name1, other" in capsys.readouterr().err
