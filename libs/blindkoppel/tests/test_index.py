# SPDX-License-Identifier: MIT
"""One case against a file that was read once."""

import pytest
from people import two_files

from blindkoppel.index import Index
from blindkoppel.linking import link
from blindkoppel.reading.records import Columns, guess_schema

SHARED = 200


@pytest.fixture(scope="module")
def files() -> tuple[Columns, Columns]:
    return two_files(SHARED, 300)


@pytest.fixture(scope="module")
def index(files) -> Index:
    right = files[1]
    return Index.of(right, guess_schema(list(right)))


def _case(columns: Columns, row: int) -> dict[str, str]:
    return {name: column[row] for name, column in columns.items() if name != "person"}


def test_who_is_on_the_file_is_found_though_written_by_another(files, index):
    best = [index.query(_case(files[0], row))[0] for row in range(SHARED)]
    right = sum(one.row == row and one.probability > 0.5 for row, one in enumerate(best))
    assert right >= 0.95 * SHARED


def test_who_is_not_on_the_file_is_not_found(files, index):
    non_matches = range(SHARED, len(files[0]["person"]))
    sure = [one for row in non_matches for one in index.query(_case(files[0], row))
            if one.probability > 0.5]  # fmt: skip
    assert len(sure) <= 0.02 * len(non_matches)


def test_a_case_alone_meets_whom_the_two_files_together_say_it_is(files, index):
    left, right = files
    together = link(left, right, guess_schema(list(left)))
    certain = together.probability > 0.95
    alone = [index.query(_case(left, row))[:1] for row in together.pairs.left[certain].tolist()]
    rows = [found[0].row if found else None for found in alone]
    agreed = sum(a == b for a, b in zip(rows, together.pairs.right[certain].tolist(), strict=True))
    assert agreed >= 0.98 * certain.sum()


def test_probabilities_of_one_case_leave_room_for_nobody(files, index):
    for row in range(50):
        found = index.query(_case(files[0], row))
        assert sum(one.probability for one in found) <= 1
        assert [one.probability for one in found] == sorted(
            (one.probability for one in found), reverse=True
        )


def test_the_less_likely_somebody_is_on_the_file_the_more_is_asked_of_a_match(files, index):
    case = _case(files[0], 0)
    likely, unlikely = index.query(case)[0], index.query(case, on_file=0.001)[0]
    assert unlikely.probability < likely.probability


def test_a_query_leaves_no_trace_in_the_file(files, index):
    before = len(index.tokens), index.query(_case(files[0], 1))
    index.query({"given": "Zlatogorka", "surname": "Nikogashvili"})
    assert (len(index.tokens), index.query(_case(files[0], 1))) == before


def test_columns_that_are_absent_are_unknown(files, index):
    asked = _case(files[0], 3)
    found = index.query({"given": asked["given"], "surname": asked["surname"]})
    assert 3 in [one.row for one in found]


@pytest.mark.parametrize("case", [{}, {"given": "", "surname": "", "dob": ""}])
def test_a_case_of_which_nothing_is_known_meets_nobody(index, case):
    assert index.query(case) == []


def test_an_empty_file_has_nobody(files):
    empty = {name: [] for name in files[1]}
    assert Index.of(empty, guess_schema(list(empty))).query(_case(files[0], 0)) == []
