# SPDX-License-Identifier: MIT
"""Files of format 1 stay what they were: read, and written to the byte."""

import hashlib
import io
import json

import numpy as np
import pytest
from people import two_files

from blindkoppel.encode.parameters import Parameters, ParametersError, read_parameters
from blindkoppel.reading.records import guess_schema
from blindkoppel.rounds.files import read_encoded, write_encoded
from blindkoppel.rounds.matching import sealed_encoded

# Of what this library wrote in November 2026.
DIGEST = "a53fb0544d0e8e6823e3ec8af58353a181294b83a1d5ba0ce5c04b38743ea961"
ENCODINGS = "d4d2f442662cc51a1261cb7e6de80fd7813421976748c97f61afb9536d200ba1"
KEYS = "ba0c8754ad5bb1db954edd39b74c0677d0ce31f2505e4a3406c65e91febdb54d"


def _encoded():
    left, _ = two_files(shared=5, alone=5)
    parameters = Parameters("2026-11", least_alike=1)
    return sealed_encoded(left, guess_schema(list(left)), parameters, b"a key of one round")


def test_parameters_have_the_digest_they_had():
    assert Parameters("2026-11").digest == DIGEST


def test_a_file_of_parameters_is_read_and_written_back_alike(tmp_path):
    path = tmp_path / "parameters.json"
    path.write_text(Parameters("2026-11").to_json())
    assert json.loads(path.read_text())["recipes"][-1] == {
        "name": "two coarse words",
        "skeleton": "coarse",
        "words": 2,
        "facts": [],
    }
    assert read_parameters(path) == Parameters("2026-11")


def test_a_file_of_parameters_with_another_word_in_it_is_refused(tmp_path):
    path = tmp_path / "parameters.json"
    path.write_text(Parameters("2026-11").to_json().replace('"recipes"', '"blocking_keys"'))
    with pytest.raises(ParametersError, match="not a parameter file"):
        read_parameters(path)


def test_records_are_encoded_to_the_bits_they_were_encoded_to():
    encoded = _encoded()
    keys = [encoded.blocking_key.astype("<i2"), encoded.row.astype("<i8"), encoded.key]
    assert hashlib.sha256(encoded.bits.astype("<u8").tobytes()).hexdigest() == ENCODINGS
    content = b"".join(part.tobytes() for part in keys)
    assert hashlib.sha256(content).hexdigest() == KEYS


def test_a_file_of_encoded_records_of_then_is_read(tmp_path):
    encoded, path, buffer = _encoded(), tmp_path / "encoded.npz", io.BytesIO()
    described = json.dumps({"kind": "encoded", "parameters": encoded.parameters}).encode()
    handles = [np.frombuffer(bytes.fromhex(one), np.uint8) for one in encoded.handles]
    arrays = {
        "described": np.frombuffer(described, np.uint8),
        "handles": np.stack(handles),
        "bits": encoded.bits,
        "recipe": encoded.blocking_key,
        "row": encoded.row,
        "key": encoded.key,
    }
    np.savez(buffer, **arrays)
    path.write_bytes(buffer.getvalue())
    read = read_encoded(path)
    assert (read.handles, read.blocking_key.tolist()) == (
        encoded.handles,
        encoded.blocking_key.tolist(),
    )
    write_encoded(tmp_path / "again.npz", read)
    with np.load(tmp_path / "again.npz") as stored:
        assert "recipe" in stored.files
