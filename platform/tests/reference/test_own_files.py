# SPDX-License-Identifier: EUPL-1.2
"""An installation may set rules of its own; a mistake in them stops the start."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ketenzicht import reference
from ketenzicht.core.checks import the_reference_data_can_be_read
from ketenzicht.reference import rules

OWN = """defaults: {gathered: 2026-11-01, look_again: 2027-11-01, kind: practice}
thresholds:
  - {code: refused_hand_overs, nl: Weigeringen, en: Refusals, amount: 2, kind: default,
     source: s, certainty: low, valid_to: 2026-12-31}
  - {code: refused_hand_overs, nl: Weigeringen, en: Refusals, amount: 3, kind: default,
     source: Regiotafel, certainty: medium, valid_from: 2027-01-01}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Put a file into the folder of the installation, as an operator does before a start."""
    monkeypatch.setenv("KETENZICHT_REFERENCE", str(tmp_path))

    def put(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        rules.thresholds.cache_clear()

    yield put
    monkeypatch.undo()
    rules.thresholds.cache_clear()


def test_a_file_of_the_installation_comes_before_ours(own):
    own("thresholds.yaml", OWN)
    found = [
        reference.threshold("refused_hand_overs", day)
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert found == [2, 3]
    assert len(reference.deadlines()) > 10


def test_a_malformed_file_stops_the_start_and_names_the_row(own):
    own("thresholds.yaml", OWN.replace("amount: 3", "amount: many"))
    (error,) = the_reference_data_can_be_read(None)
    assert error.id == "ketenzicht.E002"
    assert "refused_hand_overs: 'amount' is 'many'; give a number" in error.msg


def test_the_files_we_ship_pass(own):
    assert the_reference_data_can_be_read(None) == []
