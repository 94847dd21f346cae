# SPDX-License-Identifier: MIT
"""A closed round: what lies at the matching point opens for nobody else, and ends."""

import io
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from people import two_files

from blindkoppel.cli import main
from blindkoppel.decide import Band, Bands
from blindkoppel.encode.parameters import Parameters, ParametersError
from blindkoppel.reading.records import guess_schema
from blindkoppel.reading.tables import read_rows
from blindkoppel.rounds.closed import close_round, read_answer, read_question
from blindkoppel.rounds.files import encoded_content, encoded_from
from blindkoppel.rounds.keys import read_key
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.matching import sealed_encoded
from blindkoppel.rounds.packed import RoundFileError, unpack
from blindkoppel.rounds.protocol import (
    Encoded,
    RoundError,
    blind_values,
    finish_round,
    padded,
    prepare_round,
)
from blindkoppel.rounds.sealed import (
    open_round,
    read_round,
    read_sealed,
    require_sender,
    submit,
    write_sealed,
)
from blindkoppel.rounds.sealing import SealError, new_sealing_pair, padded_size, seal, unseal

PARAMETERS = Parameters("test")


@given(st.binary(max_size=300), st.binary(max_size=20))
def test_what_is_sealed_opens_only_with_its_key_and_context(content, context):
    pair = new_sealing_pair()
    sealed = seal(content, pair.public, context)
    assert unseal(sealed, pair.private, context) == content
    for key, said in ((new_sealing_pair().private, context), (pair.private, context + b"x")):
        with pytest.raises(SealError):
            unseal(sealed, key, said)


def test_what_is_no_public_key_is_refused():
    with pytest.raises(SealError, match="no public key"):
        seal(b"content", b"short", b"")


def test_a_changed_byte_is_noticed():
    pair = new_sealing_pair()
    sealed = bytearray(seal(b"content", pair.public, b""))
    sealed[-1] ^= 1
    with pytest.raises(SealError, match="changed on the way"):
        unseal(bytes(sealed), pair.private, b"")


@given(st.integers(0, 10**9))
def test_padding_costs_at_most_an_eighth_and_never_shortens(size):
    given_size = padded_size(size)
    assert size <= given_size <= max(size * 1.12, 1 << 16)
    assert padded_size(given_size) == given_size


class Side:
    """One organisation, as far as a closed round sees it."""

    def __init__(self, columns, sender):
        self.sender = sender
        self.pair = new_sealing_pair()
        self.encoded = sealed_encoded(columns, guess_schema(list(columns)), PARAMETERS, b"k" * 16)

    def submission(self, round_public):
        return submit(self.encoded, self.sender, to_round=round_public, reply_to=self.pair.public)


def a_round(left, right):
    """The first file asks, the second holds: both sides, and the answer to each."""
    sides = Side(left, "org-a"), Side(right, "org-b")
    of_round = new_sealing_pair()
    submissions = [side.submission(of_round.public) for side in sides]
    return sides, close_round(of_round.private, *submissions, PARAMETERS, Bands())


def agreeing(hits):
    """What a holder who agrees to everything gives the asker."""
    return {hit.other: hit.token for hit in hits}


def test_both_sides_learn_the_same_pairs_and_no_others():
    (asker, holder), (question, answer) = a_round(*two_files(shared=20, alone=20))
    heard = list(read_answer(answer, holder.pair.private))
    read = list(read_question(question, asker.pair.private, agreeing(heard)))
    assert {(hit.other, hit.own, hit.band) for hit in heard} == {
        (hit.own, hit.other, hit.band) for hit in read
    }
    rows = [
        (asker.encoded.handles.index(hit.own), holder.encoded.handles.index(hit.other))
        for hit in read
        if hit.band is Band.MATCH
    ]
    assert len(rows) > 15
    assert all(row == column < 20 for row, column in rows)


def test_the_asker_learns_nothing_the_holder_did_not_agree_to():
    (asker, holder), (question, answer) = a_round(*two_files(shared=20, alone=20))
    heard = list(read_answer(answer, holder.pair.private))
    assert list(read_question(question, asker.pair.private, {})) == []
    one = agreeing(heard[:1])
    read = list(read_question(question, asker.pair.private, one))
    assert [hit.own for hit in read] == list(one)
    # A token opens its own row and no other.
    wrong = {heard[1].other: heard[0].token}
    with pytest.raises(SealError, match="opens something else"):
        list(read_question(question, asker.pair.private, wrong))
    with pytest.raises(RoundFileError, match="a token was changed"):
        list(read_question(question, asker.pair.private, {heard[1].other: "not hexadecimal"}))


def test_for_the_asker_a_hit_looks_like_no_hit():
    (asker, holder), (question, answer) = a_round(*two_files(shared=300, alone=300))
    hits = {hit.other for hit in read_answer(answer, holder.pair.private)}
    _, arrays = unpack(question.unsealed(asker.pair.private), "question", "question")
    by_hit = {True: [], False: []}
    for handle, locked in zip(arrays["handles"], arrays["locked"], strict=True):
        by_hit[handle.tobytes().hex() in hits].append(locked)
    # Not one byte of a row stands out: means of 300 uniform bytes stay near 127.5.
    means = [np.mean(rows, axis=0) for rows in by_hit.values()]
    assert np.abs(np.array(means) - 127.5).max() < 25


def test_an_answer_opens_only_for_whom_it_is():
    (_, holder), (question, _) = a_round(*two_files(shared=3, alone=2))
    with pytest.raises(SealError):
        list(read_question(question, holder.pair.private, {}))


def test_an_answer_is_as_long_for_everybody_as_for_nobody():
    # More records than the least size holds, or padding alone would hide everything.
    left, right = two_files(shared=2500, alone=0)
    _, non_matches = two_files(shared=0, alone=2500, seed=8)
    (_, holder), hits = a_round(left, right)
    _, none = a_round(left, non_matches)
    assert len(list(read_answer(hits[1], holder.pair.private))) > 1000
    assert [len(file.content) for file in hits] == [len(file.content) for file in none]


def test_a_file_of_one_record_travels_like_one_of_fifty():
    sides = [Side(two_files(shared=count, alone=0)[0], "org-a") for count in (1, 50)]
    public = new_sealing_pair().public
    assert len({len(side.submission(public).content) for side in sides}) == 1
    asked = [padded(blind_values([b"value"] * count)[1]) for count in (9, 450)]
    assert len(asked[0]) == len(asked[1]) == 1024


def test_a_submission_under_other_parameters_is_refused():
    side, of_round = Side(two_files(shared=2, alone=0)[0], "org-a"), new_sealing_pair()
    file = side.submission(of_round.public)
    other = replace(file, sender="org-b", parameters=replace(PARAMETERS, period="next").digest)
    with pytest.raises(ParametersError, match="different parameters"):
        close_round(of_round.private, file, other, PARAMETERS, Bands())
    # Claiming the right ones afterwards does not help: the seal holds the first line.
    claimed = replace(file, sender="org-b")
    with pytest.raises(SealError):
        close_round(of_round.private, file, claimed, PARAMETERS, Bands())


def test_one_submission_twice_is_refused():
    side, of_round = Side(two_files(shared=2, alone=0)[0], "org-a"), new_sealing_pair()
    file = side.submission(of_round.public)
    with pytest.raises(RoundFileError, match="one of each organisation"):
        close_round(of_round.private, file, file, PARAMETERS, Bands())


def test_files_of_a_round_survive_and_wrong_ones_are_refused(tmp_path):
    open_round(tmp_path, PARAMETERS)
    opened = read_round(tmp_path / "round.json")
    assert opened.parameters == PARAMETERS.digest
    assert read_key(tmp_path / "round.key", "round") != opened.public
    file = Side(two_files(shared=2, alone=0)[0], "org-a").submission(opened.public)
    write_sealed(tmp_path / "submission.sealed", file)
    assert read_sealed(tmp_path / "submission.sealed", "submission") == file
    with pytest.raises(RoundFileError, match="is of kind submission, not answer"):
        read_sealed(tmp_path / "submission.sealed", "answer")
    with pytest.raises(RoundFileError, match="not a sealed file"):
        read_sealed(tmp_path / "round.key", "answer")
    with pytest.raises(RoundFileError, match=r"not the round\.json"):
        read_round(tmp_path / "round.key")


@pytest.mark.parametrize("sender", ["", "../org", "org a", "-a", "a" * 41])
def test_a_sender_that_could_be_a_path_is_refused(sender):
    with pytest.raises(RoundFileError, match="letters, digits"):
        require_sender(sender)


def test_too_few_answers_are_refused():
    left, _ = two_files(shared=2, alone=0)
    prepared = prepare_round(left, guess_schema(list(left)), PARAMETERS, b"k")
    scalars, elements = blind_values(prepared.values)
    with pytest.raises(RoundError, match="fewer values than were asked"):
        finish_round(prepared, scalars, elements[:-1], PARAMETERS)


def run(*arguments):
    assert main([str(argument) for argument in arguments]) == 0


def encoded_at_home(folder, name, *canaries):
    """One organisation up to its submission, file and keys being there."""
    parameters = folder / "keys" / "parameters.json"
    agent = ["--parameters", parameters, "--key", folder / "keys" / "agents.key", "--id", "case"]
    run("encode", "blind", folder / f"{name}.csv", *agent, "--sender", name, "--out", folder / name)
    custodian = ["--key", folder / "keys" / "custodian.key", "--log", folder / "log"]
    answers = folder / name / "answers"
    run("encode", "evaluate", folder / name / "request.blind", *custodian, "--out", answers)
    run("encode", "finish", folder / name, "--answers", answers, "--parameters", parameters)
    run("encode", "seal", folder / name, "--round", folder / "round" / "round.json", *canaries)


TWO = ["p1,Olena,Kovalchuk,1993-08-07", "p2,Invented,Canarybird,1980-05-06"]


@pytest.fixture
def opened(tmp_path):
    """A round that is open, and one organisation with two people, one of them invented."""
    run("keygen", tmp_path / "keys", "--period", "2026-11")
    run("round", "open", tmp_path / "round", "--parameters", tmp_path / "keys" / "parameters.json")
    for name in ("org", "org2"):
        rows = [row.replace("p", "c", 1) for row in TWO]
        (tmp_path / f"{name}.csv").write_text("\n".join(["case,given,surname,dob", *rows]), "utf-8")
    (tmp_path / "canaries.csv").write_text("record\nc2\n", "utf-8")
    encoded_at_home(tmp_path, "org", "--canaries", tmp_path / "canaries.csv")
    return tmp_path


def matched(folder, people, order=("partner", "org")):
    """What ``round match`` returns when a partner has these people in its file."""
    (folder / "partner.csv").write_text("\n".join(["case,given,surname,dob", *people]), "utf-8")
    encoded_at_home(folder, "partner")
    files = [str(folder / name / "submission.sealed") for name in order]
    options = ["--parameters", str(folder / "keys" / "parameters.json"), "--pace", "0"]
    options += ["--log", str(folder / "round.log")]
    return main(["round", "match", str(folder / "round"), *files, *options])


@pytest.mark.parametrize("order", [("partner", "org"), ("org", "partner")])
def test_a_partner_that_knows_somebody_invented_gets_no_answer(opened, capsys, order):
    assert matched(opened, TWO, order) == 2
    assert "partner knows 1 of the people the other invented" in capsys.readouterr().err
    # Nobody hears anything, it stands in the log, and the round is over.
    assert {path.name for path in (opened / "round").iterdir()} == {"round.json"}
    assert "partner knows 1" in ChainedLog(opened / "round.log").entries()[0]["refused"]


def test_a_partner_with_its_own_cases_gets_one(opened):
    assert matched(opened, TWO[:1]) == 0
    answer = ["--answer", opened / "round" / "org.answer", "--out", opened / "heard.csv"]
    run("round", "hear", opened / "org", *answer)
    assert [row["record"] for row in read_rows(opened / "heard.csv")] == ["c1"]


def test_who_is_asked_keeps_back_what_it_takes_out_of_the_list(opened):
    encoded_at_home(opened, "org2")
    assert matched(opened, TWO, ("partner", "org2")) == 0
    heard, agreed, hits = (opened / f"{name}.csv" for name in ("heard", "agreed", "hits"))
    run(
        "round",
        "hear",
        opened / "org2",
        "--answer",
        opened / "round" / "org2.answer",
        "--out",
        heard,
    )
    lines = heard.read_text().splitlines()
    heard.write_text("\n".join(line for line in lines if not line.startswith("c2,")) + "\n")
    log = ["--log", opened / "agree.log"]
    run("round", "agree", heard, "--review", *log, "--out", agreed)
    answer = ["--answer", opened / "round" / "partner.question", "--agreed", agreed]
    run("round", "read", opened / "partner", *answer, "--out", hits)
    assert [row["record"] for row in read_rows(hits)] == ["p1"]
    assert len(lines) == 3


def test_invented_people_have_to_be_in_the_file(opened, capsys):
    (opened / "canaries.csv").write_text("record\nc9\n", "utf-8")
    seal = ["encode", "seal", str(opened / "org"), "--round", str(opened / "round" / "round.json")]
    assert main([*seal, "--canaries", str(opened / "canaries.csv")]) == 2
    assert "1 records that were not encoded" in capsys.readouterr().err


LOOK = """
import ctypes, resource
{first}
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no prctl")
def test_the_process_that_matches_lets_nobody_look_in():
    def seen(first):
        code = [sys.executable, "-c", LOOK.format(first=first)]
        return subprocess.run(code, capture_output=True, text=True, check=True).stdout.split()

    assert seen("")[0] == "1"
    close = "from blindkoppel.private import close_off_process; close_off_process()"
    assert seen(close) == ["0", "0"]


WRONG = {
    "row of nobody": {"row": np.array([5])},
    "row before the first": {"row": np.array([-1])},
    "fewer keys than rows": {"key": np.array([], np.uint64)},
    "encodings of another size": {"bits": np.zeros((1, 3), np.uint64)},
    "one handle twice": {"handles": ("00" * 16, "00" * 16), "bits": np.zeros((2, 16), np.uint64)},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_submission_that_contradicts_itself_is_refused(wrong):
    whole = Encoded(
        parameters="p",
        handles=("00" * 16,),
        bits=np.zeros((1, 16), np.uint64),
        blocking_key=np.array([0], np.int16),
        row=np.array([0]),
        key=np.array([7], np.uint64),
    )
    assert encoded_from(encoded_content(whole, {}), "it")[0].key.tolist() == [7]
    with pytest.raises(RoundFileError, match="contradicts itself"):
        encoded_from(encoded_content(replace(whole, **wrong), {}), "it")


def test_a_submission_that_would_unpack_to_more_than_it_is_is_refused():
    buffer = io.BytesIO()
    np.savez_compressed(buffer, bits=np.zeros((1_000_000, 16), np.uint64))
    with pytest.raises(RoundFileError, match="is compressed"):
        encoded_from(buffer.getvalue(), "it")


def test_answers_that_changed_places_are_refused(opened, capsys):
    (opened / "partner.csv").write_text("case,given,surname\np1,Jan,Bakker\n", "utf-8")
    encoded_at_home(opened, "partner")
    parameters = ["--parameters", str(opened / "keys" / "parameters.json")]
    answers = ["--answers", str(opened / "org" / "answers")]
    assert main(["encode", "finish", str(opened / "partner"), *answers, *parameters]) == 2
    assert "for org, are not to this request of partner" in capsys.readouterr().err
