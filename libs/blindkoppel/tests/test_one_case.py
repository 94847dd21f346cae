# SPDX-License-Identifier: MIT
"""One case against the file of another organisation: a band comes out, and nothing else."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parties import free_ports
from people import two_files

from blindkoppel.block import Candidates
from blindkoppel.cli import main
from blindkoppel.decide import Bands
from blindkoppel.encode.bits import SEGMENTS, WORDS
from blindkoppel.encode.parameters import Parameters, ParametersError
from blindkoppel.onecase.candidates import (
    CANDIDATES,
    CaseError,
    Question,
    allow_question,
    candidates_for,
    only_keys,
)
from blindkoppel.onecase.computation import MaskedBands, _settings, ask, rows_of
from blindkoppel.onecase.linear import (
    UNIT,
    asking_vector,
    compare_linear,
    holding_vectors,
    limits,
    linear_weights,
)
from blindkoppel.onecase.parties import ComputationError, Party, Role
from blindkoppel.reading.records import guess_schema
from blindkoppel.reading.tables import read_rows, write_rows
from blindkoppel.rounds.elements import QuotaError
from blindkoppel.rounds.files import read_encoded, write_encoded
from blindkoppel.rounds.log import ChainedLog
from blindkoppel.rounds.matching import sealed_encoded

PARAMETERS = Parameters("2026-11")
RUN = "import sys; from blindkoppel.cli import main; sys.exit(main())"
KEY = b"of the organisations"


def encoded(side, parameters=PARAMETERS):
    return sealed_encoded(side, guess_schema(list(side)), parameters, KEY)


def one_of(side, row):
    return {name: [values[row]] for name, values in side.items()}


@given(st.data())
def test_the_product_of_two_vectors_is_the_log_odds_whatever_is_unknown(data):
    known = {name: data.draw(st.booleans()) for name in SEGMENTS}
    draw = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    bits = draw.integers(0, 2**63, (2, WORDS), dtype=np.uint64)
    bits &= draw.integers(0, 2**63, (2, WORDS), dtype=np.uint64)
    for name, place in SEGMENTS.items():
        bits[1, place.first : place.first + place.words] *= np.uint64(known[name])
    weights = linear_weights()
    pair = Candidates(np.array([0]), np.array([0]))
    exact = weights.log_odds(compare_linear(bits[:1], bits[1:], pair))[0]
    product = holding_vectors(bits[1:], 1) @ asking_vector(bits[0], weights)
    assert product[0] / UNIT == pytest.approx(exact, abs=0.1)


def test_who_nobody_is_and_what_is_left_over_is_never_a_match():
    weights = linear_weights()
    case = asking_vector(encoded(two_files(60, 40)[0]).bits[0], weights)
    review, match = limits(Bands())
    assert (holding_vectors(np.empty((0, WORDS), np.uint64), CANDIDATES) @ case < review).all()
    assert review < match


def test_the_same_person_is_a_match_and_strangers_are_not():
    left, right = two_files(60, 40)
    one, other = encoded(left), encoded(right)
    review, match = limits(Bands())
    weights, alike, strange = linear_weights(), [], []
    for row, person in enumerate(left["person"]):
        product = holding_vectors(other.bits, len(other.bits)) @ asking_vector(
            one.bits[row], weights
        )
        same = np.array(right["person"]) == person
        alike += (product[same] >= review).tolist()
        strange += (product[~same] >= match).tolist()
    assert np.mean(alike) > 0.8
    assert np.mean(strange) < 0.001


def test_candidates_are_always_as_many_and_the_person_is_among_them():
    left, right = two_files(60, 40)
    file = encoded(right)
    found = 0
    for row, person in enumerate(left["person"][:40]):
        handles = candidates_for(encoded(one_of(left, row)), file)
        assert len(handles) == len(set(handles)) == CANDIDATES
        there = [right["person"][file.handles.index(handle)] for handle in handles]
        found += person in there
    assert found >= 0.9 * sum(person in right["person"] for person in left["person"][:40])


def test_asked_twice_about_somebody_the_list_is_the_same():
    # Otherwise what two lists have in common would be who shares keys with the case.
    left, right = two_files(60, 40)
    file = encoded(right)
    assert candidates_for(encoded(one_of(left, 3)), file) == candidates_for(
        encoded(one_of(left, 3)), file
    )


def test_a_question_is_about_one_case_under_the_same_parameters():
    left, right = two_files(60, 40)
    with pytest.raises(CaseError, match="one case"):
        candidates_for(encoded(left), encoded(right))
    with pytest.raises(ParametersError):
        candidates_for(encoded(one_of(left, 0)), encoded(right, Parameters("2026-12")))


def test_the_matching_point_gets_keys_and_no_encoding():
    case = only_keys(encoded(one_of(two_files(60, 40)[0], 0)))
    assert not case.bits.any()
    assert len(case.key) > 3


def test_questions_are_noted_and_limited_for_each_organisation(tmp_path):
    log, now = ChainedLog(tmp_path / "log"), datetime(2026, 11, 1, tzinfo=UTC)
    mine = Question("org-a", "org-b", PARAMETERS.digest)
    for _ in range(2):
        allow_question(log, mine, 2, now)
    with pytest.raises(QuotaError, match="org-a had its 2 questions"):
        allow_question(log, replace(mine, holder="org-c"), 2, now)
    allow_question(log, replace(mine, asker="org-c"), 2, now)
    assert len(log.entries()) == 3


def test_candidates_of_a_file_that_was_encoded_anew_are_refused():
    with pytest.raises(ComputationError, match="encoded anew"):
        rows_of(["aa"], ["bb"])


def test_a_token_of_another_question_opens_nothing():
    with pytest.raises(ComputationError, match="not of this question"):
        MaskedBands((12,), 2**61 - 1).open(0, 5_000_000)


@pytest.mark.parametrize(
    ("addresses", "said"),
    [(("127.0.0.1:1",), "three addresses"), (("10.0.0.1:1", "[::1]:2", "localhost:3"), "TLS")],
)
def test_shares_do_not_travel_in_the_clear(addresses, said):
    with pytest.raises(ComputationError, match=said):
        ask(Party(Role.ASKER, addresses), PARAMETERS.digest, np.zeros(1, np.int64))


def command(*words):
    return [sys.executable, "-c", RUN, "case", *map(str, words)]


def at_home(folder, name, side, parameters=PARAMETERS):
    """What one organisation has at home after the custodian answered it."""
    home = folder / name
    home.mkdir()
    made = encoded(side, parameters)
    write_encoded(home / "encoded.npz", made)
    names = zip(made.handles, side["person"], strict=True)
    write_rows(
        home / "handles.csv",
        [{"handle": handle, "record": person} for handle, person in names],
        ["handle", "record"],
    )
    assert main(["case", "keys", str(home)]) == 0
    return home


def compared(folder, case, file, parameters=PARAMETERS):
    """The three at once, each a process of its own: their exit codes and what they said."""
    (folder / "parameters.json").write_text(parameters.to_json())
    at = [word for port in free_ports(3) for word in ("--at", f"127.0.0.1:{port}")]
    at += ["--patience", "30"]
    parties = (
        command("ask", case, "--out", folder / "locked.csv", *at),
        command("hold", file, "--candidates", folder / "c.csv", "--out", folder / "heard.csv", *at),
        command(
            "help", "--parameters", folder / "parameters.json", "--log", folder / "helped.log", *at
        ),
    )
    running = [
        subprocess.Popen(party, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ})
        for party in parties
    ]
    said = [b"".join(one.communicate(timeout=60)).decode() for one in running]
    return [one.returncode for one in running], said


def bands_in_the_clear(case, file, side):
    """What the three must find, computed by somebody who sees both files."""
    mine, theirs = (read_encoded(home / "encoded.npz") for home in (case, file))
    product = holding_vectors(theirs.bits, len(theirs.bits)) @ asking_vector(
        mine.bits[0], linear_weights()
    )
    review, match = limits(Bands())
    return {
        (person, "match" if product[row] >= match else "review")
        for row, person in enumerate(side["person"])
        if product[row] >= review
    }


def agreed(folder, capsys):
    words = ["case", "agree", folder / "heard.csv", "--log", folder / "agree.log"]
    assert main([*map(str, words), "--out", str(folder / "agreed.csv")]) == 0
    capsys.readouterr()
    words = ["case", "read", folder / "locked.csv", "--agreed", folder / "agreed.csv"]
    assert main(list(map(str, words))) == 0
    return capsys.readouterr().out.split()


def candidates_file(folder, case, file, parameters=PARAMETERS):
    (folder / "parameters.json").write_text(parameters.to_json())
    words = ["candidates", case / "keys.npz", file / "keys.npz", "--log", folder / "case.log"]
    words += ["--parameters", folder / "parameters.json", "--asker", "org-a", "--holder", "org-b"]
    assert main(["case", *map(str, words), "--out", str(folder / "c.csv")]) == 0


def test_three_strangers_compare_one_case_and_only_who_agrees_is_heard(tmp_path, capsys):
    left, right = two_files(60, 40)
    row = left["person"].index(right["person"][0])
    case = at_home(tmp_path, "a", one_of(left, row))
    file = at_home(tmp_path, "b", right)
    candidates_file(tmp_path, case, file)
    codes, said = compared(tmp_path, case, file)
    assert codes == [0, 0, 0], said
    heard = read_rows(tmp_path / "heard.csv", ("record", "place", "band", "token"))
    told = {(one["record"], one["band"]) for one in heard}
    assert told == bands_in_the_clear(case, file, right)
    assert (left["person"][row], "match") in told
    # For who asked, every candidate is a number like any other until a token comes.
    numbers = [int(one["number"]) for one in read_rows(tmp_path / "locked.csv", ("number",))]
    assert len(numbers) == CANDIDATES
    assert min(numbers) > 1000
    assert "match" in agreed(tmp_path, capsys)


def test_about_somebody_nobody_knows_the_answer_is_no_and_as_long(tmp_path, capsys):
    left, right = two_files(60, 40)
    non_match = one_of(left, 0) | {"given": ["Xq"], "surname": ["Zzyx"], "dob": ["1911-02-03"]}
    case, file = at_home(tmp_path, "a", non_match), at_home(tmp_path, "b", right)
    candidates_file(tmp_path, case, file)
    codes, said = compared(tmp_path, case, file)
    assert codes == [0, 0, 0], said
    assert read_rows(tmp_path / "heard.csv", ("record",)) == []
    assert len(read_rows(tmp_path / "locked.csv", ("number",))) == CANDIDATES
    assert agreed(tmp_path, capsys) == ["no"]


def test_three_with_different_parameters_compute_nothing(tmp_path):
    left, right = two_files(60, 40)
    case, file = at_home(tmp_path, "a", one_of(left, 0)), at_home(tmp_path, "b", right)
    candidates_file(tmp_path, case, file)
    codes, said = compared(tmp_path, case, file, Parameters("2026-12"))
    assert codes == [2, 2, 2]
    assert all("same parameter file" in one for one in said)
    assert not (tmp_path / "heard.csv").exists()
    # Whoever leaves before the end has taken part all the same.
    assert len(ChainedLog(tmp_path / "helped.log").entries()) == 1


def test_other_bands_are_other_settings():
    assert _settings(PARAMETERS.digest, Bands()) == _settings(PARAMETERS.digest, Bands())
    assert _settings(PARAMETERS.digest, Bands()) != _settings(PARAMETERS.digest, Bands(match=0.9))
