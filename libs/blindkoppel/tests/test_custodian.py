# SPDX-License-Identifier: MIT
"""What the custodian answers, counts, refuses and logs."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import rbcl

from blindkoppel.cli import main
from blindkoppel.encode import oprf
from blindkoppel.rounds.elements import (
    ElementFile,
    QuotaError,
    allow_request,
    answer_request,
    read_elements,
    require_answers,
)
from blindkoppel.rounds.keys import WHOLE
from blindkoppel.rounds.log import ChainedLog, LogError
from blindkoppel.rounds.packed import RoundFileError


def some_request(count):
    elements = [rbcl.crypto_core_ristretto255_random() for _ in range(count)]
    rows = np.frombuffer(b"".join(elements), dtype=np.uint8).reshape(-1, 32)
    return ElementFile("values", "digest", "org-a", rows)


def test_an_answer_that_broke_off_goes_on_where_it_stopped(tmp_path):
    whole = oprf.KeyShare(WHOLE, oprf.new_scalar())
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
    whole, out = oprf.KeyShare(WHOLE, oprf.new_scalar()), tmp_path / "answers"
    first, second = some_request(9), some_request(9)
    answer_request(whole, first, out)
    (tmp_path / "answers.part").write_bytes(out.read_bytes()[: -4 * 32])
    answer_request(whole, second, out)
    answers = read_elements(out, "answers")
    assert answers.elements[0].tobytes() == oprf.evaluate(
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
