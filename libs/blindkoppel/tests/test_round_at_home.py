# SPDX-License-Identifier: MIT
"""A round as two non-matches go through it, by command line and files."""

import json

import numpy as np
from people import two_files

from blindkoppel.cli import main
from blindkoppel.reading.tables import read_rows, write_rows
from blindkoppel.rounds.files import (
    read_encoded,
)


def run(*arguments):
    assert main([str(argument) for argument in arguments]) == 0


def custodians_answer(folder, name, custodian="custodian"):
    """What one custodian does with the request of one organisation."""
    key = ["--key", folder / "keys" / f"{custodian}.key", "--log", folder / "log"]
    answers = folder / name / f"{custodian}.answers"
    run("encode", "evaluate", folder / name / "request.blind", *key, "--out", answers)
    return answers


def at_home(folder, name, side):
    """What one organisation does before the round opens."""
    parameters = folder / "keys" / "parameters.json"
    rows = [dict(zip(side, values, strict=True)) for values in zip(*side.values(), strict=True)]
    write_rows(folder / f"{name}.csv", rows, list(side))
    agent = ["--parameters", parameters, "--key", folder / "keys" / "agents.key"]
    agent += ["--sender", f"org-{name}", "--id", "person", "--out", folder / name]
    run("encode", "blind", folder / f"{name}.csv", *agent)
    answers = custodians_answer(folder, name)
    run("encode", "finish", folder / name, "--answers", answers, "--parameters", parameters)


def a_round_at_home(folder, sides):
    """Every command of the tutorial, in order: what org-b hears, and what org-a reads."""
    run("keygen", folder / "keys", "--period", "2026-11")
    parameters = folder / "keys" / "parameters.json"
    run("round", "open", folder / "round", "--parameters", parameters)
    for name, side in zip("ab", sides, strict=True):
        at_home(folder, name, side)
        run("encode", "seal", folder / name, "--round", folder / "round" / "round.json")
    submissions = [folder / name / "submission.sealed" for name in "ab"]
    release = ["--parameters", parameters, "--pace", 0, "--log", folder / "round.log"]
    run("round", "match", folder / "round", *submissions, *release)
    round_of = folder / "round"
    heard, agreed, hits = (
        folder / "b" / "heard.csv",
        folder / "b" / "agreed.csv",
        folder / "hits.csv",
    )
    run("round", "hear", folder / "b", "--answer", round_of / "org-b.answer", "--out", heard)
    run("round", "agree", heard, "--log", folder / "b" / "agree.log", "--out", agreed)
    question = ["--answer", round_of / "org-a.question", "--agreed", agreed]
    run("round", "read", folder / "a", *question, "--out", hits)
    return read_rows(heard), read_rows(hits)


def test_two_strangers_go_through_a_round_at_home(tmp_path):
    heard, hits = a_round_at_home(tmp_path, two_files(shared=25, alone=15))
    matches = {(row["left"], row["right"]): row for row in heard if row["band"] == "match"}
    assert len(matches) > 20
    # Each side learns of its own record; both speak of the same pair, and it is one person.
    assert {pair: row["record"] for pair, row in matches.items()} == {
        (row["left"], row["right"]): row["record"] for row in hits
    }


def test_any_two_of_three_custodians_give_the_keys_of_the_whole_one(tmp_path, capsys):
    run("keygen", tmp_path / "keys", "--period", "2026-11", "--custodians", 3)
    parameters = ["--parameters", tmp_path / "keys" / "parameters.json"]
    (tmp_path / "a.csv").write_text("name,dob\nJan Bakker,1990-01-02\n", "utf-8")
    key = ["--key", tmp_path / "keys" / "agents.key", "--sender", "a", "--out", tmp_path / "a"]
    run("encode", "blind", tmp_path / "a.csv", *parameters, *key)
    answers = [custodians_answer(tmp_path, "a", f"custodian-{number}") for number in (1, 2, 3)]
    finish = ["encode", "finish", tmp_path / "a", *parameters]
    keys = []
    for two in ((0, 1), (0, 2), (2, 1)):
        run(*finish, "--answers", answers[two[0]], "--answers", answers[two[1]])
        keys.append(read_encoded(tmp_path / "a" / "encoded.npz").key.tolist())
    assert keys[0] == keys[1] == keys[2]
    for alone in ([0], [1, 1], [0, 1, 2]):
        given_ = [part for at in alone for part in ("--answers", str(answers[at]))]
        assert main([*map(str, finish), *given_]) == 2
        assert "two different custodians" in capsys.readouterr().err


def test_two_encoded_files_in_one_place_are_matched_without_a_matching_point(tmp_path):
    heard, _ = a_round_at_home(tmp_path, two_files(shared=25, alone=15))
    files = [tmp_path / name / "encoded.npz" for name in "ab"]
    parameters = ["--parameters", tmp_path / "keys" / "parameters.json"]
    run("match", *files, *parameters, "--out", tmp_path / "pairs.csv")
    # The same pairs, in the same bands, as through the closed round.
    assert {(row["left"], row["right"], row["band"]) for row in heard} == {
        (row["left"], row["right"], row["band"]) for row in read_rows(tmp_path / "pairs.csv")
    }


def test_nothing_that_travels_holds_a_name_a_date_or_a_record(tmp_path):
    sides = two_files(shared=10, alone=5)
    a_round_at_home(tmp_path, sides)
    secrets_ = {*sides[0]["given"], *sides[0]["surname"], *sides[0]["dob"], *sides[0]["person"]}
    wanted = [secret.encode() for secret in secrets_ if len(secret) > 4]
    # The control: the file at home does hold them.
    assert any(secret in (tmp_path / "a.csv").read_bytes() for secret in wanted)
    travels = (
        "a/request.blind",
        "a/custodian.answers",
        "a/submission.sealed",
        "round/org-a.question",
    )
    for name in (
        *travels,
        "round/org-b.answer",
        "b/agreed.csv",
        "round/round.json",
        "log",
        "round.log",
    ):
        content = (tmp_path / name).read_bytes()
        assert not [secret for secret in wanted if secret in content]
    # What is inside the seal holds none either.
    with np.load(tmp_path / "a" / "encoded.npz") as stored:
        content = b"".join(stored[name].tobytes() for name in stored.files)
    assert not [secret for secret in wanted if secret in content]


def test_every_file_of_a_round_about_people_is_for_its_owner_only(tmp_path):
    (tmp_path / "a").mkdir()
    # One that was there already, open to everybody, is closed off too.
    (tmp_path / "a" / "handles.csv").touch()
    (tmp_path / "a" / "handles.csv").chmod(0o644)
    a_round_at_home(tmp_path, two_files(shared=3, alone=2))
    open_to_all = {"round/round.json", "keys/parameters.json", "a.csv", "b.csv"}
    files = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*.*")}
    files = {name: path for name, path in files.items() if name not in open_to_all}
    assert {name.split("/")[-1] for name in files} == {
        *("custodian.key", "agents.key", "answer.key", "home.npz", "handles.csv", "encoded.npz"),
        *("request.blind", "custodian.answers", "submission.sealed", "heard.csv"),
        *("org-a.question", "org-b.answer", "agreed.csv", "hits.csv"),
        *("round.log", "agree.log"),
    }
    assert {path.stat().st_mode & 0o777 for path in [*files.values(), tmp_path / "log"]} == {0o600}


def test_a_round_that_is_over_opens_no_more(tmp_path, capsys):
    sides = two_files(shared=3, alone=2)
    a_round_at_home(tmp_path, sides)
    assert not (tmp_path / "round" / "round.key").exists()
    submissions = [str(tmp_path / name / "submission.sealed") for name in "ab"]
    again = ["round", "match", str(tmp_path / "round"), *submissions, "--parameters"]
    assert (
        main(
            [
                *again,
                str(tmp_path / "keys" / "parameters.json"),
                "--pace",
                "0",
                "--log",
                str(tmp_path / "round.log"),
            ]
        )
        == 2
    )
    assert "round.key" in capsys.readouterr().err


def test_evaluation_sets_pairs_against_the_truth(tmp_path, capsys):
    (tmp_path / "pairs.csv").write_text("left,right,probability\na,x,0.9\nb,y,0.8\nc,z,0.2\n")
    (tmp_path / "truth.csv").write_text("left,right\na,x\nc,z\n")
    run("evaluate", tmp_path / "pairs.csv", "--truth", tmp_path / "truth.csv")
    report = json.loads(capsys.readouterr().out)
    assert report["quality"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
