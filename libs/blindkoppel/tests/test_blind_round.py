# SPDX-License-Identifier: MIT
import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import rbcl
from hypothesis import given, settings
from hypothesis import strategies as st
from people import two_files

from blindkoppel.blindround import prepare_round, sealed_round
from blindkoppel.chainedlog import ChainedLog, LogError
from blindkoppel.cli import main
from blindkoppel.encode import oblivious
from blindkoppel.encode.bits import Encoder, encode
from blindkoppel.encode.parameters import Parameters, ParametersError, read_parameters, require_same
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.records import guess_schema, read_records
from blindkoppel.roundfiles import (
    WHOLE,
    ElementFile,
    QuotaError,
    RoundFileError,
    allow_request,
    answer_request,
    read_elements,
    read_encoded,
    read_key,
    require_answers,
    write_key,
)
from blindkoppel.tables import read_rows, write_rows

# RFC 9497, appendix A.1.1: ristretto255-SHA512, mode OPRF.
KEY = "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e"
SCALAR = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"
VECTORS = [
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        (
            "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
            "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
        ),
    ),
    (
        "5a" * 17,
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        (
            "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
            "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
        ),
    ),
]


@pytest.mark.parametrize(("value", "element", "evaluated", "output"), VECTORS)
def test_the_oblivious_function_is_the_one_of_the_standard(value, element, evaluated, output):
    key, value = bytes.fromhex(KEY), bytes.fromhex(value)
    blinded = oblivious.blind(value, bytes.fromhex(SCALAR))
    assert blinded.element.hex() == element
    answer = oblivious.evaluate(key, blinded.element)
    assert answer.hex() == evaluated
    assert oblivious.finish(value, blinded, answer).hex() == output
    assert oblivious.apply_key(key, value).hex() == output


@settings(max_examples=25)
@given(st.binary(max_size=40))
def test_the_blinding_never_shows_in_the_result_and_hides_the_value(value):
    key = oblivious.new_scalar()
    asked = [oblivious.blind(value, oblivious.new_scalar()) for _ in range(2)]
    results = {oblivious.finish(value, one, oblivious.evaluate(key, one.element)) for one in asked}
    assert len(results) == 1
    assert asked[0].element != asked[1].element


@pytest.mark.parametrize("two", [(0, 1), (0, 2), (1, 2)])
def test_any_two_custodians_answer_like_the_whole_key(two):
    key, slope = oblivious.new_scalar(), oblivious.new_scalar()
    shares = oblivious.share_key(key, slope)
    blinded = oblivious.blind(b"value", oblivious.new_scalar())
    parts = [
        (shares[at].number, oblivious.evaluate(shares[at].scalar, blinded.element)) for at in two
    ]
    assert oblivious.combine(parts) == oblivious.evaluate(key, blinded.element)


def test_one_custodian_alone_cannot_answer():
    shares = oblivious.share_key(oblivious.new_scalar(), oblivious.new_scalar())
    answer = (1, oblivious.evaluate(shares[0].scalar, rbcl.crypto_core_ristretto255_random()))
    with pytest.raises(oblivious.ElementError, match="two different custodians"):
        oblivious.combine([answer, answer])


@pytest.mark.parametrize("element", [b"\xff" * 32, bytes(32), b"short"])
def test_what_is_no_element_of_the_group_is_refused(element):
    with pytest.raises(oblivious.ElementError, match="not an element"):
        oblivious.evaluate(oblivious.new_scalar(), element)


def encoded(name, key, flip=0.0):
    columns = {"name": [name], "dob": ["1990-05-04"]}
    vocabulary = Vocabulary()
    records = read_records(columns, guess_schema(list(columns)), vocabulary)
    return encode(Encoder(key, Parameters("test", flip=flip)), records, vocabulary, [name])[0]


def common(one, other):
    return int(np.bitwise_count(one & other).sum())


def test_encodings_resemble_under_one_key_and_not_under_two():
    same, near = encoded("Maria Petrova", b"k"), encoded("Petrowa, Maria", b"k")
    other_key = encoded("Maria Petrova", b"another")
    assert common(same, near) > 2 * common(same, other_key)


def test_noise_is_the_same_every_time_so_it_cannot_be_averaged_out():
    once, again = (encoded("Maria Petrova", b"k", flip=0.2) for _ in range(2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, encoded("Maria Petrova", b"k"))


def test_a_blind_round_finds_the_people_both_sides_know():
    left, right = two_files(shared=60, alone=60)
    linkage = sealed_round(left, right, guess_schema(list(left)))
    sure = linkage.probability >= 0.5
    found = set(
        zip(linkage.pairs.left[sure].tolist(), linkage.pairs.right[sure].tolist(), strict=True)
    )
    assert found == {(row, row) for row in range(60)}


def test_a_file_of_one_record_can_take_part():
    left, right = two_files(shared=1, alone=0)
    linkage = sealed_round(left, right, guess_schema(list(left)))
    assert (linkage.pairs.left.tolist(), linkage.pairs.right.tolist()) == ([0], [0])


def test_an_empty_file_can_take_part():
    left, _ = two_files(shared=3, alone=0)
    nobody = {name: [] for name in left}
    assert len(sealed_round(left, nobody, guess_schema(list(left))).pairs) == 0


def test_handles_say_nothing_and_are_new_each_time():
    left, _ = two_files(shared=3, alone=0)
    schema = guess_schema(list(left))
    rounds = [prepare_round(left, schema, Parameters("test"), b"k") for _ in range(2)]
    assert not set(rounds[0].handles) & set(rounds[1].handles)
    assert np.array_equal(rounds[0].bits, rounds[1].bits)


def test_two_sides_with_other_parameters_are_refused():
    one = Parameters("2026-11")
    with pytest.raises(ParametersError, match="different parameters"):
        require_same(one.digest, replace(one, period="2026-12").digest)


def test_parameters_survive_their_file(tmp_path):
    path = tmp_path / "parameters.json"
    path.write_text(Parameters("2026-11").to_json(), encoding="utf-8")
    assert read_parameters(path) == Parameters("2026-11")


def test_a_key_of_another_role_is_refused(tmp_path):
    write_key(tmp_path / "agents.key", "agents", b"secret")
    assert read_key(tmp_path / "agents.key", "agents") == b"secret"
    with pytest.raises(RoundFileError, match="key of the agents, not of the custodian"):
        read_key(tmp_path / "agents.key", "custodian")


def test_a_key_is_private_and_never_overwritten(tmp_path):
    path = tmp_path / "agents.key"
    write_key(path, "agents", b"secret")
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(RoundFileError, match="never overwritten"):
        write_key(path, "agents", b"other")


def some_request(count):
    elements = [rbcl.crypto_core_ristretto255_random() for _ in range(count)]
    rows = np.frombuffer(b"".join(elements), dtype=np.uint8).reshape(-1, 32)
    return ElementFile("values", "digest", "org-a", rows)


def test_an_answer_that_broke_off_goes_on_where_it_stopped(tmp_path):
    whole = oblivious.KeyShare(WHOLE, oblivious.new_scalar())
    request, out = some_request(9), tmp_path / "answers"
    answer_request(whole, request, out)
    content = out.read_bytes()
    (tmp_path / "answers.part").write_bytes(content[: len(content) - 4 * 32 - 7])
    asked = []
    answer_request(whole, request, out, lambda done, total: asked.append((done, total)))
    assert out.read_bytes() == content
    assert asked == [(9, 9)]
    assert read_elements(out, "answers").parameters == "digest"


def test_what_broke_off_is_not_continued_with_another_request(tmp_path):
    whole, out = oblivious.KeyShare(WHOLE, oblivious.new_scalar()), tmp_path / "answers"
    first, second = some_request(9), some_request(9)
    answer_request(whole, first, out)
    (tmp_path / "answers.part").write_bytes(out.read_bytes()[: -4 * 32])
    answer_request(whole, second, out)
    answers = read_elements(out, "answers")
    assert answers.elements[0].tobytes() == oblivious.evaluate(
        whole.scalar, second.elements[0].tobytes()
    )
    require_answers(second, answers)
    with pytest.raises(RoundFileError, match="not to this request"):
        require_answers(first, answers)


def test_a_request_that_broke_off_is_refused(tmp_path):
    request = some_request(3)
    (tmp_path / "request").write_bytes(request.header() + request.elements[:2].tobytes())
    with pytest.raises(RoundFileError, match="not a whole file"):
        read_elements(tmp_path / "request", "values")


NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_custodian_stops_at_the_quota_of_one_organisation(tmp_path):
    log = ChainedLog(tmp_path / "log")
    asked = some_request(6)
    allow_request(log, asked, 10, NOW)
    with pytest.raises(QuotaError, match="6 were had, 6 are asked"):
        allow_request(log, some_request(6), 10, NOW)
    allow_request(log, replace(some_request(6), sender="org-b"), 10, NOW)
    # The same request again is no new question.
    allow_request(log, replace(asked, sender="org-a"), 10, NOW)
    # Another period has other parameters, and a quota of its own.
    allow_request(log, replace(some_request(6), parameters="next"), 10, NOW)
    assert [entry["sender"] for entry in log.entries()] == ["org-a", "org-b", "org-a"]


@pytest.fixture
def log(tmp_path):
    log = ChainedLog(tmp_path / "log")
    for count in (1, 2, 3):
        allow_request(log, some_request(count), 100, NOW)
    return log


@pytest.mark.parametrize(
    "tampering",
    [
        lambda lines: [lines[0], lines[1].replace('"count": 2', '"count": 1'), lines[2]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: lines[1:],
    ],
)
def test_a_line_changed_or_taken_out_shows_and_stops_the_custodian(log, tampering):
    log.path.write_text("\n".join(tampering(log.path.read_text().splitlines())) + "\n")
    with pytest.raises(LogError, match="a line does not fit"):
        allow_request(log, some_request(1), 100, NOW)


def test_a_line_taken_off_the_end_shows_to_who_kept_the_head(log, capsys):
    kept = log.head
    assert main(["log", str(log.path), "--head", kept]) == 0
    assert f"whole, 3 lines; keep this head elsewhere: {kept}" in capsys.readouterr().out
    log.path.write_text("\n".join(log.path.read_text().splitlines()[:2]) + "\n")
    assert main(["log", str(log.path)]) == 0
    assert main(["log", str(log.path), "--head", kept]) == 2
    assert "ends otherwise" in capsys.readouterr().err


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
    beat = ["--parameters", parameters, "--pace", 0, "--log", folder / "round.log"]
    run("round", "match", folder / "round", *submissions, *beat)
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
