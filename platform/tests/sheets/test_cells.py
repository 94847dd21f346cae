# SPDX-License-Identifier: EUPL-1.2
"""No cell that leaves the house is run by a spreadsheet, and each comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenzicht.sheets.cells import cell, plain

RUN = (
    *("=1+1", "+1", "-1", "@SUM(A1)", '=cmd|"/C calc"!A0'),
    *("\t=1", "\r=1", "\n=1", "\x00=1", "\tword", "\rword", "\nword"),
    *(" =1+1", "\u00a0=1", "\u2003-1", "\u200b=1", "\ufeff=1", "  \r\n@x"),
    *("＝1+1", "＋1", "－1", "＠x", "﹢1", "﹣1", "﹦1", "﹫x", "\u2212cmd", " ＝1"),
    *("'=1", "''+1"),
)
LEFT_ALONE = ("", "een", "'s-Gravenhage", "'t Hart", "06-12345678", "a=b", "a\n=b", "–", "€ 5", "1")


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_could_run_gets_a_mark(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_no_spreadsheet_runs_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    ("value", "written"),
    [(-5, "-5"), (7, "7"), (-0.5, "-0.5"), (None, ""), (date(2026, 11, 2), "2026-11-02")],
)
def test_numbers_and_days_are_written_as_they_are(value: object, written: str) -> None:
    assert cell(value) == written


@given(st.text())
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert plain(cell(text)) == text


@given(st.text(), st.sampled_from("=+-@＝＋－＠"), st.text(alphabet=" \t\r\n\u00a0\u200b"))
def test_no_text_with_a_sign_behind_what_is_not_seen_goes_out_bare(
    rest: str, sign: str, before: str
) -> None:
    assert cell(before + sign + rest).startswith("'")
