# SPDX-License-Identifier: MIT
from dataclasses import replace

import numpy as np
import pytest
from people import two_files

from blindkoppel.encode.bits import Encoder, encode
from blindkoppel.encode.parameters import Parameters, ParametersError, read_parameters, require_same
from blindkoppel.names.vocabulary import Vocabulary
from blindkoppel.reading.records import guess_schema, read_records
from blindkoppel.rounds.keys import read_key, write_key
from blindkoppel.rounds.matching import sealed_round
from blindkoppel.rounds.packed import RoundFileError
from blindkoppel.rounds.protocol import prepare_round


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
